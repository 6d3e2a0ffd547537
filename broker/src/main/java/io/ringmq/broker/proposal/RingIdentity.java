package io.ringmq.broker.proposal;

import java.net.InetSocketAddress;

/**
 * Who this replica is, to clients.
 *
 * @param clusterName the RocketMQ cluster the ring belongs to
 * @param ringName the ring, which clients know as broker name
 * @param nodeId the node within the cluster's configuration
 * @param address where clients reach this replica; part of every message id written here, so it must be resolved
 */
public record RingIdentity(String clusterName, String ringName, String nodeId, InetSocketAddress address) {

    /** Broker id of whoever leads; clients send to it. */
    public static final long LEADER_ID = 0;

    public RingIdentity {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("advertised address " + address
                    + " does not resolve: use an address or a name that this host can look up");
        }
    }

    /** {@code host:port} for clients. */
    public String clientAddress() {
        return address.getHostString() + ":" + address.getPort();
    }
}
