package io.ringmq.client.producer;

import io.ringmq.remoting.body.MessageQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses queues for the requests of one topic: of the brokers with the fewest requests under way the next in turn, and
 * of its queues the next in turn. Thread-safe.
 */
final class QueueSpread {
    private final QueueRotation rotation;
    private final Map<String, Integer> underWay = new HashMap<>();
    private @Nullable List<MessageQueue> known;
    private List<List<MessageQueue>> byBroker = List.of();

    /** Takes turns from a rotation that outlives it. */
    QueueSpread(QueueRotation rotation) {
        this.rotation = rotation;
    }

    /** Brokers that take the topic's messages, as far as known; at least one. */
    synchronized int brokers() {
        return Math.max(1, byBroker.size());
    }

    /**
     * A queue for an attempt, which counts as under way until it is given back.
     *
     * @param queues at least one
     * @param avoided broker names to avoid if there is another
     */
    synchronized MessageQueue take(List<MessageQueue> queues, Set<String> avoided) {
        if (known != queues) {
            known = queues;
            byBroker = List.copyOf(queues.stream()
                    .collect(Collectors.groupingBy(
                            MessageQueue::brokerName, TreeMap::new, Collectors.toUnmodifiableList()))
                    .values());
        }
        int turn = rotation.turn();
        List<List<MessageQueue>> usable = usable(avoided);
        List<MessageQueue> broker = leastBusy(turn, usable);
        MessageQueue queue = broker.get(Math.floorMod(Math.floorDiv(turn, usable.size()), broker.size()));
        underWay.merge(queue.brokerName(), 1, Integer::sum);
        return queue;
    }

    synchronized void giveBack(MessageQueue queue) {
        underWay.computeIfPresent(queue.brokerName(), (broker, count) -> count == 1 ? null : count - 1);
    }

    /** The brokers that are not avoided, so that they share the turns of those that are; all of them if all are. */
    private List<List<MessageQueue>> usable(Set<String> avoided) {
        if (avoided.isEmpty()) {
            return byBroker;
        }
        List<List<MessageQueue>> left = byBroker.stream()
                .filter(broker -> !avoided.contains(broker.get(0).brokerName()))
                .toList();
        return left.isEmpty() ? byBroker : left;
    }

    private List<MessageQueue> leastBusy(int turn, List<List<MessageQueue>> usable) {
        List<MessageQueue> best = usable.get(Math.floorMod(turn, usable.size()));
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < usable.size(); i++) {
            List<MessageQueue> broker = usable.get(Math.floorMod(turn + i, usable.size()));
            int count = underWay.getOrDefault(broker.get(0).brokerName(), 0);
            if (count < fewest) {
                fewest = count;
                best = broker;
            }
        }
        return best;
    }
}
