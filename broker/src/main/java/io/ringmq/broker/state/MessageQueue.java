package io.ringmq.broker.state;

import io.ringmq.store.queue.IndexedMessage;
import java.util.ArrayList;
import java.util.List;

/** The end of one queue, while entries are applied. All but {@link #maxOffset} is for the applying thread. */
final class MessageQueue {

    private final Topic topic;
    private final int queueId;
    /** The messages of the entry that is being applied. */
    private final List<IndexedMessage> ofEntry = new ArrayList<>();

    private long nextOffset;
    private volatile long maxOffset;
    private boolean changedInRun;

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
}
