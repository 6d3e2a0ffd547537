package io.ringmq.broker.state;

/**
 * Names messages of a queue that were popped together, in one record of the log.
 *
 * @param startOffset queue offset of the first of them
 * @param popTimeMs when, in milliseconds since the epoch of the clock of the leader of that time
 */
public record PopBatch(GroupQueue queue, long startOffset, long popTimeMs) {

    public PopBatch {
        if (startOffset < 0) {
            throw new IllegalArgumentException("no message of " + queue + " has the offset " + startOffset);
        }
    }
}
