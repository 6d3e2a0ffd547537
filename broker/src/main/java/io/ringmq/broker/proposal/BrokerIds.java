package io.ringmq.broker.proposal;

import io.ringmq.raft.RaftPeer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The RocketMQ broker ids of the replicas of a ring: 0 for whoever leads, a checksum of its Raft address for any other.
 * So an id does not depend on who else belongs to the ring, stays the same for as long as the member is one, and every
 * member knows those of the others. Two members of one ring never have the same id: a node whose id is taken is not
 * added.
 */
public final class BrokerIds {
    /** A prime below a million: six digits fit the tables of the tools. */
    private static final int IDS = 999_983;

    private BrokerIds() {}

    /** The id of a member while another one leads, at least 1. */
    public static long of(RaftPeer member) {
        CRC32C checksum = new CRC32C();
        checksum.update(member.toString().getBytes(StandardCharsets.UTF_8));
        return 1 + checksum.getValue() % IDS;
    }

    /** The member that has the id of a node already, which can then not join it. */
    public static Optional<RaftPeer> holder(RaftPeer node, List<RaftPeer> members) {
        return members.stream()
                .filter(member -> !member.equals(node) && of(member) == of(node))
                .findFirst();
    }
}
