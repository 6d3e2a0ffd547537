package io.ringmq.chaos.check;

/**
 * A promise that a history breaks.
 *
 * @param detail which message, where, and what was to be expected
 */
public record Anomaly(Kind kind, String detail) {
    /** The promises. */
    public enum Kind {
        /** An acknowledged message, one that was to be delivered, or one that somebody has read, is missing on a replica. */
        LOST,
        /** A message that nobody sent, whose send was refused for certain, whose transaction was rolled back, or that was recalled, was seen. */
        PHANTOM,
        /** A message does not have the body that was sent. */
        DAMAGED,
        /** One offset of a queue had two messages, at two times or for two observers. */
        CONFLICT,
        /** A message was seen before its time, or before its transaction ended. */
        EARLY,
        /** A message that was sent in a single attempt is stored twice. */
        DUPLICATE,
        /** A queue of a replica does not begin at 0, or lacks an offset before its end. */
        HOLE,
        /** A send that began after another was acknowledged has the smaller offset. */
        ORDER,
        /** A reader was not given an offset of its queue, or was given one again. */
        SKIPPED,
        /** A consumer group never got an acknowledged message. */
        UNDELIVERED,
        /** Replicas do not hold the same messages, or their logs are not the same bytes. */
        REPLICAS_DIFFER
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
