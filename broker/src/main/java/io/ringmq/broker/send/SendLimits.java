package io.ringmq.broker.send;

/**
 * Bounds of a send.
 *
 * @param maxBodyBytes largest body of a message, and of a whole batch
 * @param maxBatchMessages most messages in a batch
 * @param maxDelayMs longest time that a timed message may wait
 */
public record SendLimits(int maxBodyBytes, int maxBatchMessages, long maxDelayMs) {}
