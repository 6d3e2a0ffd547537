package io.ringmq.broker.state;

import io.ringmq.store.queue.IndexedMessage;
import java.util.ArrayList;
import java.util.List;

/** The ends of one queue. All but {@link #maxOffset} and {@link #start} is for the applying thread. */
final class MessageQueue {

    private final Topic topic;
    private final int queueId;
    /** The messages of the entry that is being applied. */
    private final List<IndexedMessage> ofEntry = new ArrayList<>();

    private long nextOffset;
    private volatile long maxOffset;
    private volatile Start start = new Start(0, 0);
    private boolean changedInRun;

    /**
     * Where the queue begins while the log begins at a place.
     *
     * @param logStart physical offset of the first byte of the log
     * @param minOffset offset of the first message behind it; the end of the queue at that time if there was none
     */
    record Start(long logStart, long minOffset) {}

    MessageQueue(Topic topic, int queueId) {
        this.topic = topic;
        this.queueId = queueId;
    }

    Topic topic() {
        return topic;
    }

    int queueId() {
        return queueId;
    }

    /** Sets the end of a queue as loaded from the store. */
    void restore(long loadedOffset) {
        nextOffset = loadedOffset;
        maxOffset = loadedOffset;
    }

    /** Adds a message and returns its offset. */
    long append(IndexedMessage message) {
        ofEntry.add(message);
        return nextOffset++;
    }

    List<IndexedMessage> ofEntry() {
        return ofEntry;
    }

    /** The offset of the first message of the entry. */
    long baseOffset() {
        return nextOffset - ofEntry.size();
    }

    long nextOffset() {
        return nextOffset;
    }

    /** Marks the queue as changed in this run; true the first time. */
    boolean markChanged() {
        boolean first = !changedInRun;
        changedInRun = true;
        return first;
    }

    /** Makes the messages of the run known to readers. */
    void publish() {
        changedInRun = false;
        maxOffset = nextOffset;
    }

    /** The offset behind the last readable message. */
    long maxOffset() {
        return maxOffset;
    }

    Start start() {
        return start;
    }

    void startsAt(Start newStart) {
        start = newStart;
    }
}
