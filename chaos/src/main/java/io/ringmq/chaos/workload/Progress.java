package io.ringmq.chaos.workload;

import io.ringmq.chaos.history.Entry;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Passes a history on and keeps what the run itself waits for and reports. Thread-safe. */
final class Progress implements Consumer<Entry> {
    private final Consumer<Entry> next;
    private final Map<String, NavigableSet<Long>> acknowledgedNsByRing = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledgedNsByQueue = new ConcurrentHashMap<>();
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final Set<String> undelivered = ConcurrentHashMap.newKeySet();
    private final AtomicLong invoked = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();

    Progress(Consumer<Entry> next) {
        this.next = next;
    }

    @Override
    public void accept(Entry entry) {
        if (entry instanceof Entry.Invoked) {
            invoked.incrementAndGet();
        } else if (entry instanceof Entry.Acknowledged acknowledged) {
            acknowledged(acknowledged);
        } else if (entry instanceof Entry.Settled settled) {
            expect(settled.id());
        } else if (entry instanceof Entry.Delivered d) {
            delivered.add(d.id());
            undelivered.remove(d.id());
        }
        next.accept(entry);
    }

    private void acknowledged(Entry.Acknowledged entry) {
        acknowledged.incrementAndGet();
        String queue = entry.place().queue();
        String ring = queue.substring(0, queue.lastIndexOf('/'));
        acknowledgedNsByRing
                .computeIfAbsent(ring, r -> new ConcurrentSkipListSet<>())
                .add(entry.timeNs());
        acknowledgedNsByQueue.merge(queue, entry.timeNs(), Math::max);
        expect(entry.id());
    }

    private void expect(String id) {
        // Added before it is looked for, because a delivery may overtake the acknowledgement.
        undelivered.add(id);
        if (delivered.contains(id)) {
            undelivered.remove(id);
        }
    }

    /** Sends that have begun. */
    long invoked() {
        return invoked.get();
    }

    /** Sends that have been acknowledged. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Messages that were acknowledged or settled and that the group has not been given yet. */
    int undelivered() {
        return undelivered.size();
    }

    /** Whether every one of the queues has acknowledged a send after a moment. */
    boolean allAcknowledgedAfter(Collection<String> queues, long timeNs) {
        return queues.stream().allMatch(queue -> acknowledgedNsByQueue.getOrDefault(queue, Long.MIN_VALUE) > timeNs);
    }

    /** The longest time without an acknowledgement from some ring that touches {@code [fromNs, toNs)}. */
    long longestGapNs(long fromNs, long toNs) {
        return acknowledgedNsByRing.values().stream()
                .mapToLong(times -> longestGapNs(times, fromNs, toNs))
                .max()
                .orElse(toNs - fromNs);
    }

    private static long longestGapNs(NavigableSet<Long> times, long fromNs, long toNs) {
        Long before = times.lower(fromNs);
        long previous = before == null ? fromNs : before;
        long longest = 0;
        for (long time : times.tailSet(fromNs, true)) {
            longest = Math.max(longest, time - previous);
            previous = time;
            if (time >= toNs) {
                return longest;
            }
        }
        return Math.max(longest, toNs - previous);
    }
}
