package io.ringmq.broker.pull;

/**
 * Bounds of one pull.
 *
 * @param maxMessages most messages in an answer
 * @param maxBytes most bytes of messages in an answer, except that one message is always sent
 * @param maxScanned queue entries looked at for a filter before the client gets an intermediate answer
 * @param maxHoldMs longest wait for messages; stock clients give up on a request after 30 s
 * @param farBehindBytes distance to the end of the log at which a reader is sent to another replica
 */
public record PullLimits(int maxMessages, int maxBytes, int maxScanned, long maxHoldMs, long farBehindBytes) {
    public static PullLimits defaults() {
        return new PullLimits(1024, 1 << 20, 1024, 25_000, 1L << 30);
    }

    /** These limits with another distance at which a reader is sent away. */
    public PullLimits withFarBehindBytes(long bytes) {
        return new PullLimits(maxMessages, maxBytes, maxScanned, maxHoldMs, bytes);
    }
}
