package io.ringmq.broker.topic;

import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.state.TopicQueue;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.remoting.body.ConsumeStatsBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.QueueConsumption;
import io.ringmq.store.queue.QueueEntry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How far groups are. Thread-safe. */
public final class Progress {
    private static final long NO_MESSAGE = -1;

    private final String ringName;
    private final RingView view;
    private final Traffic traffic;

    /** @param traffic tells how much groups read lately, from this replica */
    public Progress(String ringName, RingView view, Traffic traffic) {
        this.ringName = ringName;
        this.view = view;
        this.traffic = traffic;
    }

    /** The topics a group has committed offsets in. */
    Set<String> topics(String group) {
        Set<String> topics = new TreeSet<>();
        view.committedOffsets(group).keySet().stream().map(TopicQueue::topic).forEach(topics::add);
        return topics;
    }

    /** How far a group is in each queue of some topics; those that do not exist are left out. */
    ConsumeStatsBody of(String group, Collection<String> topics) {
        Map<TopicQueue, Long> committed = view.committedOffsets(group);
        Map<MessageQueue, QueueConsumption> queues = new LinkedHashMap<>();
        double perSecond = 0;
        for (String name : topics) {
            int count = queues(name);
            for (int queueId = 0; queueId < count; queueId++) {
                long offset = committed.getOrDefault(new TopicQueue(name, queueId), 0L);
                queues.put(queue(name, queueId), consumption(name, queueId, offset));
            }
            perSecond += traffic.readPerSecond(group, name);
        }
        return new ConsumeStatsBody(perSecond, queues);
    }

    /** How many queues of a topic can be read; 0 if there is no such topic. */
    int queues(String topic) {
        TopicConfig config = view.topic(topic);
        return config == null ? 0 : config.readQueues();
    }

    /** A queue as tools call it. */
    MessageQueue queue(String topic, int queueId) {
        return new MessageQueue(topic, ringName, queueId);
    }

    private QueueConsumption consumption(String topic, int queueId, long offset) {
        long lastMs = Math.max(0, storeTimeMs(topic, queueId, offset - 1));
        return new QueueConsumption(view.maxOffset(topic, queueId), offset, offset, lastMs);
    }

    /** When the message at an offset was stored; -1 if there is none. */
    long storeTimeMs(String topic, int queueId, long offset) {
        List<QueueEntry> entries = offset < 0 ? List.of() : view.read(topic, queueId, offset, 1);
        return entries.isEmpty() ? NO_MESSAGE : entries.get(0).storeTimestampMs();
    }
}
