package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.ringmq.remoting.body.MessageQueue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueueSpreadTest {
    private static final List<MessageQueue> QUEUES = Stream.of("a", "b")
            .flatMap(broker -> IntStream.range(0, 4).mapToObj(id -> new MessageQueue("T", broker, id)))
            .toList();

    private final QueueSpread spread = new QueueSpread(new QueueRotation(-3));

    @Test
    void allQueuesOfAllBrokersGetTheirTurn() {
        Set<MessageQueue> taken = new HashSet<>();
        for (int i = 0; i < QUEUES.size(); i++) {
            MessageQueue queue = spread.take(QUEUES, Set.of());
            spread.giveBack(queue);
            taken.add(queue);
        }
        assertEquals(Set.copyOf(QUEUES), taken);
        assertEquals(2, spread.brokers());
    }

    @Test
    void theBrokerWithFewerRequestsIsChosen() {
        MessageQueue slow = spread.take(QUEUES, Set.of());
        for (int i = 0; i < 10; i++) {
            MessageQueue other = spread.take(QUEUES, Set.of());
            assertNotEquals(slow.brokerName(), other.brokerName());
            spread.giveBack(other);
        }
    }

    @Test
    void avoidedBrokersAreSkippedUnlessThereIsNoOther() {
        for (int i = 0; i < 6; i++) {
            assertEquals("b", spread.take(QUEUES, Set.of("a")).brokerName());
        }
        assertEquals("T", spread.take(QUEUES, Set.of("a", "b")).topic());
    }
}
