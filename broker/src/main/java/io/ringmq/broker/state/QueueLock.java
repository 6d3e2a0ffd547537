package io.ringmq.broker.state;

/**
 * Who consumes a queue in order, for a group.
 *
 * @param owner client id of the only consumer that may
 * @param epoch larger than that of every lock a ring has given to somebody else before
 * @param renewed when the owner last asked for it
 */
public record QueueLock(String owner, long epoch, LeaderTime renewed) {}
