package io.ringmq.client.route;

import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.Permissions;
import io.ringmq.remoting.body.QueueData;
import io.ringmq.remoting.body.TopicRoute;
import io.ringmq.remoting.message.BrokerNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Where a topic can be written and read. Immutable.
 *
 * @param writable queues that take messages, by broker name and queue id
 * @param readable queues that hold messages, in the same order
 * @param replicas addresses by broker name, the leader's first
 */
public record TopicRouting(
        String topic, List<MessageQueue> writable, List<MessageQueue> readable, Map<String, List<String>> replicas) {

    public TopicRouting {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
    }

    /**
     * Reads a nameserver's answer. Queues of brokers without an address are left out, and so are standby names: this
     * client finds the leader by itself.
     */
    public static TopicRouting of(String topic, TopicRoute route) {
        Map<String, List<String>> replicas = new LinkedHashMap<>();
        for (BrokerData broker : route.brokerDatas()) {
            if (!broker.brokerAddrs().isEmpty() && !BrokerNames.isStandby(broker.brokerName())) {
                replicas.put(broker.brokerName(), List.copyOf(new TreeMap<>(broker.brokerAddrs()).values()));
            }
        }
        List<QueueData> queues = route.queueDatas().stream()
                .filter(data -> replicas.containsKey(data.brokerName()))
                .sorted(Comparator.comparing(QueueData::brokerName))
                .toList();
        return new TopicRouting(
                topic,
                queues(topic, queues, data -> Permissions.isWritable(data.perm()) ? data.writeQueueNums() : 0),
                queues(topic, queues, data -> Permissions.isReadable(data.perm()) ? data.readQueueNums() : 0),
                replicas);
    }

    /** The routing of a topic that the brokers will make from this one, a template, with fewer queues to write. */
    public TopicRouting asTemplateFor(String newTopic, int maxQueues) {
        List<MessageQueue> queues = writable.stream()
                .filter(queue -> queue.queueId() < maxQueues)
                .map(queue -> new MessageQueue(newTopic, queue.brokerName(), queue.queueId()))
                .toList();
        return new TopicRouting(newTopic, queues, List.of(), replicas);
    }

    /** Addresses of one broker name, the leader's first; empty if the route does not have it. */
    public List<String> replicasOf(String brokerName) {
        return replicas.getOrDefault(brokerName, List.of());
    }

    private static List<MessageQueue> queues(String topic, List<QueueData> brokers, ToIntFunction<QueueData> count) {
        List<MessageQueue> queues = new ArrayList<>();
        for (QueueData broker : brokers) {
            for (int id = 0; id < count.applyAsInt(broker); id++) {
                queues.add(new MessageQueue(topic, broker.brokerName(), id));
            }
        }
        return queues;
    }
}
