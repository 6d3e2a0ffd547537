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

/** The queues of all topics: their ends in memory, their messages in the index. */
final class Queues implements QueueView {

    private final Catalog catalog;
    private final QueueIndex index;
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

    /** Nothing takes messages away from the front of a queue, so it is 0. */
    @Override
    public long minOffset(String topic, int queueId) {
        return 0;
    }

    @Override
    public long maxOffset(String topicName, int queueId) {
        Topic topic = catalog.find(topicName);
        return topic == null ? 0 : topic.maxOffset(queueId);
    }

    @Override
    public List<QueueEntry> read(String topicName, int queueId, long fromOffset, int maxEntries) {
        Topic topic = catalog.find(topicName);
        if (topic == null || fromOffset >= topic.maxOffset(queueId)) {
            return List.of();
        }
        return index.read(topic.id(), queueId, fromOffset, maxEntries);
    }

    @Override
    public long offsetByTimestamp(String topicName, int queueId, long timestampMs, Boundary boundary) {
        Topic topic = catalog.find(topicName);
        if (topic == null) {
            return 0;
        }
        long maxOffset = topic.maxOffset(queueId);
        return index.searchByTimestamp(
                topic.id(), queueId, minOffset(topicName, queueId), maxOffset, timestampMs, boundary);
    }
}
