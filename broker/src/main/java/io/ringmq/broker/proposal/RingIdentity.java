package io.ringmq.broker.proposal;

import java.net.InetSocketAddress;

/**
 * Who this replica is, to clients.
 *
 * @param clusterName the RocketMQ cluster the ring belongs to
 * @param ringName the ring, which clients know as broker name
 * @param nodeId the node within the cluster's configuration
 * @param memberIndex place of this node in the ring's list of members, from 0
 * @param memberCount members of the ring
 * @param address where clients reach this replica; part of every message id written here, so it must be resolved
 */
public record RingIdentity(
        String clusterName,
        String ringName,
        String nodeId,
        int memberIndex,
        int memberCount,
        InetSocketAddress address) {

    /** Broker id of whoever leads; clients send to it. */
    public static final long LEADER_ID = 0;

    public RingIdentity {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("advertised address " + address
                    + " does not resolve: use an address or a name that this host can look up");
        }
        if (memberIndex < 0 || memberIndex >= memberCount) {
            throw new IllegalArgumentException("member index " + memberIndex + " is not below " + memberCount);
        }
    }

    /** {@code host:port} for clients. */
    public String clientAddress() {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Broker id of this replica while another one leads. */
    public long followerId() {
        return memberIndex + 1L;
    }

    /** Broker id of another member, the next in the list; the leader's own id in a ring of one. */
    public long nextFollowerId() {
        return memberCount == 1 ? LEADER_ID : (memberIndex + 1L) % memberCount + 1;
    }
}
