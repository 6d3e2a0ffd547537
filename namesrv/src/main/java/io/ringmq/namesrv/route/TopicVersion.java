package io.ringmq.namesrv.route;

/**
 * Version of a broker's topic table, its dataVersion on the wire.
 *
 * @param term Raft term of the sender (stateVersion on the wire); 0 from brokers that know no terms
 * @param timestampMs time of the last change, in the sender's clock; only ever compared for equality
 * @param counter number of changes
 */
public record TopicVersion(long term, long timestampMs, long counter) {}
