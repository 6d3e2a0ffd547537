package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A history that a faultless ring could have, from a seed: overlapping sends with every outcome, clients that try again,
 * readers, a group, and three replicas that agree.
 */
final class RandomHistory {
    private static final int QUEUES = 3;
    private static final int STEPS = 600;
    private static final int LOG_PIECES = 5;

    /** A send that has begun, and whether its message has been appended. */
    private record Open(Entry.Invoked invocation, List<Place> places) {}

    /** A message that nobody may see before its time. */
    private record Waiting(Entry.Invoked invocation, long fromNs) {}

    private final Random random;
    private final List<Entry> entries = new ArrayList<>();
    private final List<List<Entry.Invoked>> queues = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Integer, Integer> readTo = new HashMap<>();
    private long timeNs;

    private RandomHistory(long seed) {
        random = new Random(seed);
        for (int queue = 0; queue < QUEUES; queue++) {
            queues.add(new ArrayList<>());
        }
    }

    static List<Entry> of(long seed) {
        RandomHistory history = new RandomHistory(seed);
        for (int step = 0; step < STEPS; step++) {
            history.step(step);
        }
        history.open.forEach(history::end);
        history.finish();
        return history.entries;
    }

    private void step(int step) {
        timeNs += 1 + random.nextInt(1000);
        switch (random.nextInt(6)) {
            case 0 -> {
                Entry.Invoked send =
                        new Entry.Invoked(timeNs, "m" + step, random.nextInt(1 << 20), random.nextBoolean());
                entries.add(send);
                open.add(new Open(send, new ArrayList<>()));
            }
            case 1 -> {
                if (!open.isEmpty()) {
                    append(open.get(random.nextInt(open.size())));
                }
            }
            case 2 -> {
                if (!open.isEmpty()) {
                    end(open.remove(random.nextInt(open.size())));
                }
            }
            case 3 -> settle(step);
            case 4 -> appendSettled();
            default -> read(random.nextInt(QUEUES));
        }
    }

    /** A message that waits for its time, was recalled, or belongs to a transaction. */
    private void settle(int step) {
        Entry.Invoked send = new Entry.Invoked(timeNs, "s" + step, random.nextInt(1 << 20), true);
        entries.add(send);
        if (random.nextInt(3) == 0) {
            entries.add(new Entry.Refused(timeNs, send.id(), "rolled back"));
        } else {
            Entry.Settled settlement = new Entry.Settled(timeNs, send.id(), timeNs + random.nextInt(5_000));
            entries.add(settlement);
            waiting.add(new Waiting(send, settlement.fromNs()));
        }
    }

    private void appendSettled() {
        waiting.removeIf(message -> {
            if (message.fromNs > timeNs) {
                return false;
            }
            queues.get(random.nextInt(QUEUES)).add(message.invocation);
            return true;
        });
    }

    private void append(Open send) {
        if (send.places.isEmpty() || !send.invocation.once()) {
            int queue = random.nextInt(QUEUES);
            send.places.add(new Place(name(queue), queues.get(queue).size()));
            queues.get(queue).add(send.invocation);
        }
    }

    private void end(Open send) {
        String id = send.invocation.id();
        if (random.nextInt(4) == 0) {
            entries.add(new Entry.Unknown(timeNs, id, "timeout"));
        } else if (send.places.isEmpty()) {
            entries.add(new Entry.Refused(timeNs, id, "busy"));
        } else {
            Place last = send.places.get(send.places.size() - 1);
            entries.add(new Entry.Acknowledged(timeNs, id, last));
        }
    }

    private void read(int queue) {
        int offset = readTo.getOrDefault(queue, 0);
        if (offset < queues.get(queue).size()) {
            Entry.Invoked message = queues.get(queue).get(offset);
            entries.add(new Entry.Read(timeNs, "r0", new Place(name(queue), offset), message.id(), message.crc()));
            readTo.put(queue, offset + 1);
        }
    }

    private void finish() {
        timeNs += 10_000;
        appendSettled();
        for (int queue = 0; queue < QUEUES; queue++) {
            for (int offset = 0; offset < queues.get(queue).size(); offset++) {
                Entry.Invoked message = queues.get(queue).get(offset);
                Place place = new Place(name(queue), offset);
                entries.add(new Entry.Delivered(timeNs, "g", place, message.id(), message.crc()));
                for (int node = 0; node < 3; node++) {
                    entries.add(new Entry.Held("n" + node, place, message.id(), message.crc()));
                }
            }
        }
        for (int piece = 0; piece < LOG_PIECES; piece++) {
            long crc = random.nextInt(1 << 20);
            for (int node = 0; node < 3; node++) {
                entries.add(new Entry.LogPiece("n" + node, "ring-0", piece * 1024L, 1024, crc));
            }
        }
    }

    private static String name(int queue) {
        return "t/ring-0/" + queue;
    }
}
