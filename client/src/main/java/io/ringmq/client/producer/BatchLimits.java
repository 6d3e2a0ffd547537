package io.ringmq.client.producer;

import java.time.Duration;

/**
 * How a producer makes batches of its own.
 *
 * @param maxBytes bodies and properties of one batch together; a larger message goes alone
 * @param maxMessages messages of one batch, 1 to not batch at all
 * @param linger longest wait for more messages while fewer than {@code maxRequests} are under way
 * @param maxRequests requests under way for one topic to one broker
 */
record BatchLimits(int maxBytes, int maxMessages, Duration linger, int maxRequests) {
    /** A broker's answer names every message of a batch, and its header is bounded. */
    static final int MAX_MESSAGES = 1_024;

    BatchLimits {
        requirePositive("the batch size in bytes", maxBytes);
        requirePositive("the batch size in messages", maxMessages);
        requirePositive("the number of requests under way", maxRequests);
        if (maxMessages > MAX_MESSAGES) {
            throw new IllegalArgumentException(
                    "a batch holds at most " + MAX_MESSAGES + " messages, not " + maxMessages);
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("the linger must not be negative but is " + linger);
        }
    }

    private static void requirePositive(String what, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(what + " must be positive but is " + value);
        }
    }
}
