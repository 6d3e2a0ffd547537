package io.ringmq.bench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The books of a failover trial: what was acknowledged and when, and what the topic holds at the end. Thread-safe. */
final class StreamLedger {
    private static final int MAX_REASONS = 3;

    private final Map<String, List<Long>> ackTimesMsByThread = new HashMap<>();
    private final Set<String> acked = new HashSet<>();
    private final Map<String, Integer> stored = new HashMap<>();
    private final Set<String> failureReasons = new LinkedHashSet<>();
    private long failed;

    /** @param id SESSION-THREAD-SEQUENCE */
    synchronized void acked(String id, long timeMs) {
        acked.add(id);
        ackTimesMsByThread.computeIfAbsent(threadOf(id), t -> new ArrayList<>()).add(timeMs);
    }

    private static String threadOf(String id) {
        String[] parts = id.split("-");
        if (parts.length < 2) {
            throw new IllegalArgumentException("an id is SESSION-THREAD-SEQUENCE, not " + id);
        }
        return parts[parts.length - 2];
    }

    /** Sends that were not acknowledged; the reason may be empty. */
    synchronized void failed(long sends, String reason) {
        failed += sends;
        if (!reason.isEmpty() && failureReasons.size() < MAX_REASONS) {
            failureReasons.add(reason);
        }
    }

    /** Different reasons of failed sends, the first {@value #MAX_REASONS}. */
    synchronized List<String> failureReasons() {
        return List.copyOf(failureReasons);
    }

    synchronized void stored(String id) {
        stored.merge(id, 1, Integer::sum);
    }

    /** Forgets what was stored, so that the topic can be read again. */
    synchronized void forgetStored() {
        stored.clear();
    }

    synchronized long ackedCount() {
        return acked.size();
    }

    synchronized long failedCount() {
        return failed;
    }

    /** Acknowledged, but not in the topic. */
    synchronized long lostCount() {
        return acked.stream().filter(id -> !stored.containsKey(id)).count();
    }

    /** Copies beyond the first. */
    synchronized long duplicateCount() {
        return stored.values().stream().mapToLong(times -> times - 1).sum();
    }

    /** Whether every thread that got an acknowledgement before a moment got one after it. */
    synchronized boolean allAckedAfter(long timeMs) {
        return !ackTimesMsByThread.isEmpty()
                && ackTimesMsByThread.values().stream().allMatch(times -> Collections.max(times) > timeMs);
    }

    /** The longest time without any acknowledgement that ends after a moment. */
    synchronized long longestGapMs(long fromMs) {
        List<Long> all = new ArrayList<>();
        ackTimesMsByThread.values().forEach(all::addAll);
        return longestGapMs(all, fromMs);
    }

    /** The longest time in which some one thread got no acknowledgement, and that ends after a moment. */
    synchronized long longestThreadGapMs(long fromMs) {
        return ackTimesMsByThread.values().stream()
                .mapToLong(times -> longestGapMs(times, fromMs))
                .max()
                .orElse(0);
    }

    private static long longestGapMs(List<Long> times, long fromMs) {
        List<Long> sorted = times.stream().sorted().toList();
        long longest = 0;
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i) >= fromMs) {
                longest = Math.max(longest, sorted.get(i) - sorted.get(i - 1));
            }
        }
        return longest;
    }
}
