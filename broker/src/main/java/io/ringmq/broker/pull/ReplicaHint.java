package io.ringmq.broker.pull;

import io.ringmq.broker.proposal.BrokerIds;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftPeer;
import java.util.List;

/**
 * Which replica a consumer should pull from next: the leader, unless it reads far behind the end of the log. Old
 * messages come from disk, and a follower can spare that better.
 */
public final class ReplicaHint {
    private final RaftGroup group;
    private final long farBehindBytes;

    public ReplicaHint(RaftGroup group, long farBehindBytes) {
        this.group = group;
        this.farBehindBytes = farBehindBytes;
    }

    long suggestedBrokerId(QueueReader.Found found) {
        boolean moreToCome =
                found.status() == QueueReader.Status.FOUND || found.status() == QueueReader.Status.NO_MATCH;
        if (!moreToCome) {
            return RingIdentity.LEADER_ID;
        }
        long behindBytes = group.log().endOffset() - found.scannedTo();
        if (behindBytes <= farBehindBytes) {
            return RingIdentity.LEADER_ID;
        }
        return group.isLeader() ? nextFollowerId() : BrokerIds.of(group.self());
    }

    /** The voter after this one: leaders spread over the nodes send their readers to different ones. */
    private long nextFollowerId() {
        List<RaftPeer> voters = group.membership().voters();
        int next = (voters.indexOf(group.self()) + 1) % Math.max(1, voters.size());
        return voters.size() < 2 ? RingIdentity.LEADER_ID : BrokerIds.of(voters.get(next));
    }
}
