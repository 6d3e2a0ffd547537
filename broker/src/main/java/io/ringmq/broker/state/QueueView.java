package io.ringmq.broker.state;

import io.ringmq.store.queue.Boundary;
import io.ringmq.store.queue.QueueEntry;
import java.util.List;

/** The queues of a ring. Thread-safe. A queue that does not exist looks like an empty one. */
public interface QueueView {

    /**
     * The offset of the oldest message that this node's log still has; the max offset if it has none. It only grows, and
     * may differ between replicas.
     */
    long minOffset(String topic, int queueId);

    /** The offset behind the last message; 0 in a queue that never had one. */
    long maxOffset(String topic, int queueId);

    /**
     * The messages from an offset on, without gaps.
     *
     * @param maxEntries the most to return, at least 1
     * @return empty if there is none at {@code fromOffset}, be it that it was removed or is yet to come
     */
    List<QueueEntry> read(String topic, int queueId, long fromOffset, int maxEntries);

    /**
     * The first message stored at or after a time ({@link Boundary#LOWER}), or the last at or before it ({@link
     * Boundary#UPPER}). Behind the last message: the max offset for LOWER, the last message for UPPER. In front of the
     * first message: the min offset. In an empty queue: the max offset.
     */
    long offsetByTimestamp(String topic, int queueId, long timestampMs, Boundary boundary);
}
