package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.TimerView.PendingTimer;
import io.ringmq.broker.state.TimerView.Upcoming;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What timed messages are, told as simply as possible: a sorted map, and what became of those that are not in it. */
final class TimerModel {
    private final TreeMap<TimerKey, String> waiting = new TreeMap<>();
    private final Set<TimerKey> delivered = new HashSet<>();
    private final Set<TimerKey> recalled = new HashSet<>();
    private final List<TimerKey> order = new ArrayList<>();

    void set(TimerKey key, String id) {
        waiting.put(key, id);
    }

    /** The firing applied with this result, proposed by a leader whose clock showed this. */
    void fire(TimerKey key, ApplyResult result, long clockMs) {
        boolean expected = waiting.remove(key) != null;
        assertEquals(expected, result instanceof ApplyResult.Applied, () -> "firing of " + key);
        if (expected) {
            assertTrue(clockMs >= key.dueMs(), () -> key + " was delivered at " + clockMs);
            assertTrue(delivered.add(key), () -> key + " was delivered twice");
            assertFalse(recalled.contains(key), () -> key + " was recalled");
            order.add(key);
        }
    }

    void recall(TimerRecall recall, ApplyResult result) {
        List<TimerKey> found = waiting.keySet().stream()
                .filter(key ->
                        key.dueMs() == recall.dueMs() && recall.uniqueId().equals(waiting.get(key)))
                .toList();
        found.forEach(waiting::remove);
        recalled.addAll(found);
        boolean refused = result instanceof ApplyResult.Rejected;
        if (!refused) {
            assertEquals(new ApplyResult.Applied(!found.isEmpty()), result, recall::toString);
        }
        assertFalse(refused && !found.isEmpty(), () -> recall + " was refused");
    }

    /** Whether a message that is due then was delivered: its recall must not succeed. */
    boolean wasDelivered(long dueMs) {
        return delivered.stream().anyMatch(key -> key.dueMs() == dueMs);
    }

    void check(RingState state, long nowMs) {
        assertEquals(waiting.size(), state.timers().pending());
        List<TimerKey> due =
                waiting.keySet().stream().filter(key -> key.dueMs() <= nowMs).toList();
        TimerKey next = waiting.higherKey(new TimerKey(nowMs, Long.MAX_VALUE));
        Upcoming upcoming = state.timers().upcoming(nowMs, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertEquals(due, upcoming.due().stream().map(PendingTimer::key).toList());
        assertEquals(next == null ? TimerView.NOTHING_WAITS : next.dueMs(), upcoming.nextDueMs());
    }

    /** How many were delivered so far. */
    int deliveries() {
        return order.size();
    }

    /** Nothing waits, nothing is lost, and those delivered behind the first few came in the order of their times. */
    void assertAllDone(int set, int orderedFrom) {
        assertTrue(waiting.isEmpty(), waiting::toString);
        assertEquals(set, delivered.size() + recalled.size());
        List<TimerKey> last = order.subList(orderedFrom, order.size());
        assertEquals(last.stream().sorted().toList(), last);
    }
}
