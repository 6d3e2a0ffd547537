package io.ringmq.broker.state;

/**
 * Where the replicas of a ring are to be compared: at the entry that carries this record.
 *
 * @param id tells one comparison from another
 * @param fromOffset the physical offset where the comparison of the logs begins
 */
public record VerifyMark(long id, long fromOffset) {}
