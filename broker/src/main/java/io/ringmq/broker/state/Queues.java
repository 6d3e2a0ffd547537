package io.ringmq.broker.state;

import io.ringmq.store.queue.Boundary;
import io.ringmq.store.queue.IndexedMessage;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.queue.QueueIndex;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queues of all topics: their ends in memory, their messages in the index. A queue begins with the first message
 * that this node's log still has, which is the one thing here that is not a function of the log's entries, and nothing
 * that is applied asks for it.
 */
final class Queues implements QueueView {

    private final Catalog catalog;
    private final QueueIndex index;
    private volatile LongSupplier logStart = () -> 0;
    /** Queues with messages in the entry that is being applied; as many as the entry has messages at most. */
    private final List<MessageQueue> ofEntry = new ArrayList<>();
    /** Queues with messages in this run. */
    private final List<MessageQueue> ofRun = new ArrayList<>();

    private Queues(Catalog catalog, QueueIndex index) {
        this.catalog = catalog;
        this.index = index;
    }

    static Queues load(StateStore store, Catalog catalog) {
        Map<Integer, Topic> topics = new HashMap<>();
        catalog.forEachTopic(topic -> topics.put(topic.id(), topic));
        QueueIndex index = new QueueIndex(store);
        index.forEachEnd((topicId, queueId, endOffset) -> {
            Topic topic = topics.get(topicId);
            if (topic == null) {
                throw new IllegalStateException("a queue in the store belongs to no topic");
            }
            topic.queue(queueId).restore(endOffset);
        });
        return new Queues(catalog, index);
    }

    /** Gives a message its place in a queue. */
    long append(MessageQueue queue, IndexedMessage message) {
        if (queue.ofEntry().isEmpty()) {
            ofEntry.add(queue);
        }
        return queue.append(message);
    }

    /** Removes the queues of a topic that is no more in the catalog. */
    void deleteTopic(StateBatch batch, Topic topic) {
        index.deleteTopic(batch, topic.id());
    }

    /** Writes one index record for each queue that the entry brought messages to. */
    void endOfEntry(StateBatch batch) {
        for (MessageQueue queue : ofEntry) {
            if (!queue.topic().deleted()) {
                index.append(batch, queue.topic().id(), queue.queueId(), queue.baseOffset(), queue.ofEntry());
                if (queue.markChanged()) {
                    ofRun.add(queue);
                }
            }
            queue.ofEntry().clear();
        }
        ofEntry.clear();
    }

    /** Makes the messages of the run readable, after they have been written. */
    void publish(ApplyListener listener) {
        ofRun.removeIf(queue -> queue.topic().deleted());
        for (MessageQueue queue : ofRun) {
            queue.publish();
        }
        for (MessageQueue queue : ofRun) {
            listener.messagesArrived(queue.topic().config().name(), queue.queueId(), queue.maxOffset());
        }
        ofRun.clear();
    }

    /** Takes from where the log's start is known; until then nothing is missing. */
    void logStartsAt(LongSupplier physicalOffset) {
        logStart = physicalOffset;
    }

    /** Drops index records of messages that are gone from the log; see {@link QueueIndex#trim}. */
    long trim() {
        return index.trim(logStart.getAsLong());
    }

    @Override
    public long minOffset(String topic, int queueId) {
        MessageQueue queue = find(topic, queueId);
        return queue == null ? 0 : minOffset(queue);
    }

    /** Found anew, by position, after the log's start moved. */
    private long minOffset(MessageQueue queue) {
        long physicalOffset = logStart.getAsLong();
        MessageQueue.Start known = queue.start();
        if (known.logStart() != physicalOffset) {
            long least = known.logStart() < physicalOffset ? known.minOffset() : 0;
            long first = index.firstFrom(queue.topic().id(), queue.queueId(), least, queue.maxOffset(), physicalOffset);
            known = new MessageQueue.Start(physicalOffset, first);
            queue.startsAt(known);
        }
        return known.minOffset();
    }

    @Override
    public long maxOffset(String topic, int queueId) {
        MessageQueue queue = find(topic, queueId);
        return queue == null ? 0 : queue.maxOffset();
    }

    private @Nullable MessageQueue find(String topicName, int queueId) {
        Topic topic = catalog.find(topicName);
        return topic == null ? null : topic.findQueue(queueId);
    }

    @Override
    public List<QueueEntry> read(String topic, int queueId, long fromOffset, int maxEntries) {
        MessageQueue queue = find(topic, queueId);
        if (queue == null || fromOffset >= queue.maxOffset() || fromOffset < minOffset(queue)) {
            return List.of();
        }
        return index.read(queue.topic().id(), queueId, fromOffset, maxEntries);
    }

    @Override
    public long offsetByTimestamp(String topic, int queueId, long timestampMs, Boundary boundary) {
        MessageQueue queue = find(topic, queueId);
        return queue == null
                ? 0
                : index.searchByTimestamp(
                        queue.topic().id(), queueId, minOffset(queue), queue.maxOffset(), timestampMs, boundary);
    }
}
