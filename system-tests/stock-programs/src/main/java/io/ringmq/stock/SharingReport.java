package io.ringmq.stock;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.consumer.AllocateMessageQueueStrategy;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Shares queues as another strategy does, and reports each time when that comes out differently from the last time: {@code
 * shared} with topic, members of the group, all queues, own queues.
 */
final class SharingReport implements AllocateMessageQueueStrategy {
    private final AllocateMessageQueueStrategy strategy;
    private final Events events;
    private final Map<String, List<Integer>> last = new ConcurrentHashMap<>();

    SharingReport(AllocateMessageQueueStrategy strategy, Events events) {
        this.strategy = strategy;
        this.events = events;
    }

    @Override
    public List<MessageQueue> allocate(String group, String client, List<MessageQueue> queues, List<String> members) {
        List<MessageQueue> own = strategy.allocate(group, client, queues, members);
        String topic = queues.isEmpty() ? "" : queues.get(0).getTopic();
        List<Integer> sizes = List.of(members.size(), queues.size(), own.size());
        if (!sizes.equals(last.put(topic, sizes))) {
            events.emit(
                    "shared", "topic", topic, "members", members.size(), "queues", queues.size(), "own", own.size());
        }
        return own;
    }

    @Override
    public String getName() {
        return strategy.getName();
    }
}
