package io.ringmq.namesrv.route;

/**
 * A registered broker that is believed alive.
 *
 * @param version version of its last registration
 * @param connectionId connection it was last heard over
 * @param lastSeenMs time it was last heard
 * @param mayBeStandby what its last registration said of it
 */
record Replica(
        BrokerIdentity broker, TopicVersion version, String connectionId, long lastSeenMs, boolean mayBeStandby) {

    static Replica registered(Registration registration, long nowMs) {
        return new Replica(
                registration.broker(),
                registration.version(),
                registration.connectionId(),
                nowMs,
                registration.mayBeStandby());
    }

    Replica seen(String overConnectionId, long nowMs) {
        return new Replica(broker, version, overConnectionId, nowMs, mayBeStandby);
    }

    boolean expired(long nowMs) {
        return nowMs - lastSeenMs >= broker.timeoutMs();
    }

    boolean isLeader() {
        return broker.brokerId() == BrokerIdentity.LEADER_ID;
    }

    long term() {
        return version.term();
    }
}
