package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.body.MessageQueue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueRotationTest {
    private static final MessageQueue A0 = new MessageQueue("T", "a", 0);
    private static final MessageQueue A1 = new MessageQueue("T", "a", 1);
    private static final MessageQueue B0 = new MessageQueue("T", "b", 0);
    private static final List<MessageQueue> QUEUES = List.of(A0, A1, B0);

    @Test
    void queuesAreTakenInTurn() {
        QueueRotation rotation = new QueueRotation(-2);
        Set<MessageQueue> taken = new HashSet<>();
        for (int i = 0; i < QUEUES.size(); i++) {
            taken.add(rotation.next(QUEUES, Set.of()));
        }
        assertEquals(Set.copyOf(QUEUES), taken);
    }

    @Test
    void avoidedBrokersAreSkippedUnlessThereIsNoOther() {
        QueueRotation rotation = new QueueRotation(0);
        for (int i = 0; i < 6; i++) {
            assertEquals(B0, rotation.next(QUEUES, Set.of("a")));
        }
        assertTrue(QUEUES.contains(rotation.next(QUEUES, Set.of("a", "b"))));
    }
}
