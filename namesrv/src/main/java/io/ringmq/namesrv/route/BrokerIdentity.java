package io.ringmq.namesrv.route;

/**
 * One broker process as seen by one broker group.
 *
 * @param cluster cluster the broker group belongs to
 * @param brokerName name of the broker group (ring), unique over all clusters
 * @param brokerId {@link #LEADER_ID} for the leader, any other number for a follower
 * @param address {@code host:port} that clients connect to
 * @param haAddress replication address, passed on untouched; empty if there is none
 * @param timeoutMs silence after which the broker counts as dead; {@link #DEFAULT_TIMEOUT_MS} is used unless positive
 */
public record BrokerIdentity(
        String cluster, String brokerName, long brokerId, String address, String haAddress, long timeoutMs) {
    public static final long LEADER_ID = 0;

    /** What brokers get that do not say how long they may be silent. */
    public static final long DEFAULT_TIMEOUT_MS = 120_000;

    public BrokerIdentity {
        timeoutMs = timeoutMs > 0 ? timeoutMs : DEFAULT_TIMEOUT_MS;
    }
}
