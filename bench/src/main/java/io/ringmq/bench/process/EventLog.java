package io.ringmq.bench.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Keeps every event of a program, for programs that report thousands, not millions. Thread-safe. */
public final class EventLog implements Consumer<Event> {
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(Event event) {
        events.add(event);
    }

    /** All events so far, in the order they came. */
    public List<Event> all() {
        return List.copyOf(events);
    }

    /** The events of a kind so far, in the order they came. */
    public List<Event> of(String kind) {
        return events.stream().filter(event -> event.is(kind)).toList();
    }

    /** The ids of the events of a kind so far, in order and with repetitions. */
    public List<String> ids(String kind) {
        List<String> ids = new ArrayList<>();
        for (Event event : of(kind)) {
            ids.addAll(List.of(event.get("id").split(",")));
        }
        return ids;
    }

    public boolean has(String kind) {
        return events.stream().anyMatch(event -> event.is(kind));
    }

    @Override
    public String toString() {
        return events.toString();
    }
}
