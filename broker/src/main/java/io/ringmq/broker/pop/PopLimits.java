package io.ringmq.broker.pop;

import io.ringmq.broker.pull.PullLimits;

/**
 * Bounds of pops.
 *
 * @param maxInFlight messages of one queue in flight in one group; at that the queue is passed over
 * @param maxBytes most bytes of messages in an answer, except that one message is always sent
 * @param maxScanned queue entries looked at for a filter in one go
 * @param maxHoldMs longest wait for messages
 */
public record PopLimits(int maxInFlight, int maxBytes, int maxScanned, long maxHoldMs) {
    /** Most messages of one pop, as in stock brokers. */
    static final int MAX_MESSAGES = 32;

    /** Longest invisible time: a day. Whoever needs longer asks for it again in between. */
    static final long MAX_INVISIBLE_MS = 24 * 3_600_000L;

    /** Most acknowledged batches in one request. */
    static final int MAX_BATCH_ACKS = 1024;

    /** Longest id of an attempt to pop in order. */
    static final int MAX_ATTEMPT_ID_CHARS = 255;

    private static final int DEFAULT_MAX_IN_FLIGHT = 10_000;

    /** What goes for pulls goes for pops. */
    public static PopLimits like(PullLimits pull) {
        return new PopLimits(DEFAULT_MAX_IN_FLIGHT, pull.maxBytes(), pull.maxScanned(), pull.maxHoldMs());
    }
}
