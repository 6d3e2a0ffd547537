package io.ringmq.client.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.remoting.body.MessageQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AverageAllocationTest {
    @Test
    void sharesAreConsecutiveAndDifferByOneAtMost() {
        assertEquals(List.of(0, 1, 2), ids(8, 3, 0));
        assertEquals(List.of(3, 4, 5), ids(8, 3, 1));
        assertEquals(List.of(6, 7), ids(8, 3, 2));
        assertEquals(List.of(0, 1), ids(4, 2, 0));
        assertEquals(List.of(2, 3), ids(4, 2, 1));
    }

    @Test
    void moreMembersThanQueuesLeaveSomeWithoutAny() {
        assertEquals(List.of(1), ids(2, 3, 1));
        assertEquals(List.of(), ids(2, 3, 2));
    }

    @Test
    void whoIsNoMemberGetsNothing() {
        assertEquals(List.of(), AverageAllocation.allocate(queues(4), List.of("a", "b"), "c"));
        assertEquals(List.of(), AverageAllocation.allocate(queues(4), List.of(), "c"));
    }

    @Test
    void theMembersTogetherGetEveryQueueOnceInWhateverOrderTheyAreGiven() {
        Random random = new Random(7);
        for (int queueCount = 0; queueCount < 20; queueCount++) {
            for (int memberCount = 1; memberCount < 8; memberCount++) {
                List<MessageQueue> all = new ArrayList<>();
                for (int i = 0; i < memberCount; i++) {
                    List<MessageQueue> queues = new ArrayList<>(queues(queueCount));
                    List<String> members = new ArrayList<>(members(memberCount));
                    Collections.shuffle(queues, random);
                    Collections.shuffle(members, random);
                    all.addAll(AverageAllocation.allocate(queues, members, "m" + i));
                }
                assertEquals(queues(queueCount), all);
            }
        }
    }

    private static List<Integer> ids(int queues, int members, int member) {
        return AverageAllocation.allocate(queues(queues), members(members), "m" + member).stream()
                .map(MessageQueue::queueId)
                .toList();
    }

    private static List<MessageQueue> queues(int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> new MessageQueue("T", "r0", id))
                .toList();
    }

    private static List<String> members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }
}
