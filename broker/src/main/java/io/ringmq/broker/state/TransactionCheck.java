package io.ringmq.broker.state;

/**
 * A producer is about to be asked what becomes of a transaction; takes effect if it is pending and was asked about this
 * often.
 *
 * @param number of the half message
 * @param checksBefore how often a producer was asked before
 * @param nextCheckMs when to ask again
 */
public record TransactionCheck(long number, int checksBefore, long nextCheckMs) {}
