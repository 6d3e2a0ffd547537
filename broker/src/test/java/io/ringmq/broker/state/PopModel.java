package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What shall come of pops, said message by message. It hears of each record in the order of the log. */
final class PopModel {
    /** A message as the group has to consume it: the original or a copy. */
    record Place(GroupQueue queue, long offset) {}

    private record Handle(PopBatch batch, long dueMs) {}

    private final Map<GroupQueue, Long> next = new HashMap<>();
    private final Map<Place, Handle> inFlight = new HashMap<>();
    private final Set<Place> everTaken = new HashSet<>();
    private final Map<Place, String> idOf = new HashMap<>();
    private final Map<String, Integer> acknowledged = new TreeMap<>();
    private final Map<String, Integer> outstanding = new TreeMap<>();

    /** A message, or the copy of one, has its place in a queue that the group consumes. */
    void stored(Place place, String id) {
        assertNull(idOf.put(place, id), "two messages at one place");
        outstanding.merge(id, 1, Integer::sum);
        assertEquals(1, outstanding.getOrDefault(id, 0), id + " is there twice");
    }

    void take(PopTake take, ApplyResult result) {
        boolean expected = next.getOrDefault(take.queue(), -1L) == take.expectedNext();
        assertEquals(expected, result instanceof ApplyResult.Applied, () -> take + " " + result);
        if (!expected) {
            return;
        }
        next.put(take.queue(), take.nextOffset());
        for (long offset : take.offsets()) {
            Place place = new Place(take.queue(), offset);
            assertTrue(everTaken.add(place), "popped twice: " + place);
            assertFalse(inFlight.containsKey(place), "visible twice: " + place);
            inFlight.put(place, new Handle(take.batch(), take.popTimeMs() + take.invisibleMs()));
        }
    }

    void ack(PopAck ack, ApplyResult result) {
        int count = 0;
        for (long offset : ack.offsets()) {
            Place place = new Place(ack.batch().queue(), offset);
            if (holds(place, ack.batch())) {
                count++;
                inFlight.remove(place);
                String id = id(place);
                acknowledged.merge(id, 1, Integer::sum);
                outstanding.merge(id, -1, Integer::sum);
            }
        }
        assertEquals(new ApplyResult.Resolved(count), result, ack.toString());
    }

    void change(PopChange change, ApplyResult result) {
        Place place = new Place(change.batch().queue(), change.offset());
        boolean expected = holds(place, change.batch());
        assertEquals(expected, result instanceof ApplyResult.Applied, () -> change + " " + result);
        if (expected) {
            PopBatch renamed = new PopBatch(change.batch().queue(), change.offset(), change.popTimeMs());
            inFlight.put(place, new Handle(renamed, change.popTimeMs() + change.invisibleMs()));
        }
    }

    /** Returns the id of the message that goes to another place now, none if it stays. */
    List<String> revive(PopRevival revival, ApplyResult result) {
        Place place = new Place(revival.batch().queue(), revival.offset());
        boolean expected = holds(place, revival.batch());
        assertEquals(expected, result instanceof ApplyResult.Applied, () -> revival + " " + result);
        if (!expected) {
            return List.of();
        }
        inFlight.remove(place);
        String id = id(place);
        outstanding.merge(id, -1, Integer::sum);
        return List.of(id);
    }

    private boolean holds(Place place, PopBatch batch) {
        Handle handle = inFlight.get(place);
        return handle != null && handle.batch.equals(batch);
    }

    private String id(Place place) {
        return Objects.requireNonNull(idOf.get(place), () -> "nobody stored a message at " + place);
    }

    /** Compares with the state, which has applied all that the model has heard of. */
    void check(RingState state, List<GroupQueue> queues, long nowMs) {
        for (GroupQueue queue : queues) {
            long expectedNext = next.getOrDefault(queue, -1L);
            assertEquals(expectedNext, state.pops().nextPopOffset(queue), queue.toString());
            long lowest = inFlight.keySet().stream()
                    .filter(place -> place.queue.equals(queue))
                    .mapToLong(Place::offset)
                    .min()
                    .orElse(expectedNext);
            assertEquals(lowest, state.committedOffset(queue.group(), queue.topic(), queue.queueId()));
        }
        assertEquals(inFlight.size(), state.pops().inFlight());
        Set<Place> due = new HashSet<>();
        inFlight.forEach((place, handle) -> {
            if (handle.dueMs <= nowMs) {
                due.add(place);
            }
        });
        Set<Place> found = new HashSet<>();
        state.pops()
                .due(nowMs, Integer.MAX_VALUE)
                .forEach(batch -> batch.offsets()
                        .forEach(offset ->
                                assertTrue(found.add(new Place(batch.batch().queue(), offset)))));
        assertEquals(due, found, "due at " + nowMs);
    }

    /** Everything was consumed, each message once. */
    void assertAllConsumed() {
        assertTrue(inFlight.isEmpty(), inFlight.toString());
        outstanding.forEach((id, left) -> {
            assertEquals(0, left, id + " is left");
            assertEquals(1, acknowledged.getOrDefault(id, 0), id);
        });
    }
}
