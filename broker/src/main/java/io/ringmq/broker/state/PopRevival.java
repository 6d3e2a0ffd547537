package io.ringmq.broker.state;

/**
 * A guard in front of the copy of a popped message whose invisible time is over: if it is still in flight it is so no
 * more and the guarded records apply, else they are skipped.
 *
 * @param batch what it was popped in
 * @param targetTopic where the copy goes; the guard holds only if it has the queue
 * @param guardedRecords how many of the records behind it in the entry depend on it: 1, or 0 if there is nothing to copy
 */
public record PopRevival(PopBatch batch, long offset, String targetTopic, int targetQueueId, int guardedRecords) {

    public PopRevival {
        if (targetQueueId < 0 || guardedRecords < 0) {
            throw new IllegalArgumentException("message " + offset + " of " + batch + " cannot go to queue "
                    + targetQueueId + " with " + guardedRecords + " records");
        }
    }
}
