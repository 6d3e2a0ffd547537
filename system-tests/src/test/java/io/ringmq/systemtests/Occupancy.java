package io.ringmq.systemtests;

import io.ringmq.bench.process.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** When which consumer was at work on which queue: calls of listeners, between {@code entered} and {@code left}. */
final class Occupancy {
    private record Call(String consumer, long fromMs, long toMs) {
        boolean overlaps(Call other) {
            return !consumer.equals(other.consumer) && fromMs < other.toMs && other.fromMs < toMs;
        }
    }

    private final Map<String, List<Call>> byQueue = new HashMap<>();

    /** Adds what one consumer reported; a call that did not end counts up to its last event. */
    void add(String consumer, List<Event> events) {
        Map<String, Long> entered = new HashMap<>();
        long lastMs = 0;
        for (Event event : events) {
            lastMs = event.timeMs();
            if (event.is("entered")) {
                entered.put(queue(event), event.timeMs());
            } else if (event.is("left")) {
                add(
                        queue(event),
                        new Call(consumer, Objects.requireNonNull(entered.remove(queue(event))), event.timeMs()));
            }
        }
        for (Map.Entry<String, Long> open : entered.entrySet()) {
            add(open.getKey(), new Call(consumer, open.getValue(), lastMs));
        }
    }

    private static String queue(Event event) {
        return event.get("topic") + "/" + event.get("queue");
    }

    private void add(String queue, Call call) {
        byQueue.computeIfAbsent(queue, name -> new ArrayList<>()).add(call);
    }

    /** Calls of two consumers at the same time on the same queue; there are none if a queue has one owner at a time. */
    List<String> overlaps() {
        List<String> overlaps = new ArrayList<>();
        byQueue.forEach((queue, calls) -> {
            calls.sort(Comparator.comparingLong(Call::fromMs));
            for (int i = 0; i < calls.size(); i++) {
                for (int j = i + 1;
                        j < calls.size() && calls.get(j).fromMs() < calls.get(i).toMs();
                        j++) {
                    if (calls.get(i).overlaps(calls.get(j))) {
                        overlaps.add(queue + ": " + calls.get(i) + " and " + calls.get(j));
                    }
                }
            }
        });
        return overlaps;
    }

    /** How many times a queue went from one consumer to another. */
    int handOvers() {
        int handOvers = 0;
        for (List<Call> calls : byQueue.values()) {
            calls.sort(Comparator.comparingLong(Call::fromMs));
            for (int i = 1; i < calls.size(); i++) {
                handOvers += calls.get(i - 1).consumer().equals(calls.get(i).consumer()) ? 0 : 1;
            }
        }
        return handOvers;
    }
}
