package io.ringmq.bench.failover;

import io.ringmq.bench.process.Event;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The books of a trial: which message ids were acknowledged and which were consumed, how often. Thread-safe. */
public final class Ledger {
    private final Map<String, Long> ackTimeMs = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> consumptions = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> ackTimesMs = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong attempted = new AtomicLong();

    /** Hears what the producer reports. */
    public void producerEvent(Event event) {
        switch (event.kind()) {
            case "acked" -> {
                ackTimeMs.put(event.get("id"), event.timeMs());
                ackTimesMs.add(event.timeMs());
            }
            case "failed" -> {
                failed.incrementAndGet();
                count(failures, event.fields().getOrDefault("error", "") + " " + reason(event));
            }
            case "stopped" -> attempted.set(event.number("attempted"));
            default -> {
                // ready and done are of no interest to the books
            }
        }
    }

    /** Hears what a consumer reports. */
    public void consumerEvent(Event event) {
        if (event.is("consumed")) {
            count(consumptions, event.get("id"));
        }
    }

    public long acked() {
        return ackTimeMs.size();
    }

    public long consumed() {
        return consumptions.size();
    }

    public long failedSends() {
        return failed.get();
    }

    /** Acknowledged messages that no consumer has seen so far. */
    public long missing() {
        return ackTimeMs.keySet().stream()
                .filter(id -> !consumptions.containsKey(id))
                .count();
    }

    /** Why sends failed, and how often. */
    public Map<String, AtomicInteger> failureReasons() {
        return Map.copyOf(failures);
    }

    /** The longest time without any acknowledgement that touches the time from {@code fromMs} on. */
    public long longestGapMs(long fromMs) {
        return longestGapMs(fromMs, Long.MAX_VALUE);
    }

    /** The longest time without any acknowledgement that touches {@code [fromMs, toMs)}. */
    public long longestGapMs(long fromMs, long toMs) {
        long longest = 0;
        long previous = Long.MIN_VALUE;
        for (long time : ackTimesMs.stream().sorted().toList()) {
            if (previous != Long.MIN_VALUE && time >= fromMs && previous < toMs) {
                longest = Math.max(longest, time - previous);
            }
            previous = time;
        }
        return longest;
    }

    /** Whether anything was acknowledged after a moment. */
    public boolean ackedAfter(long timeMs) {
        return ackTimesMs.stream().anyMatch(time -> time > timeMs);
    }

    /** The final reckoning. */
    public Verdict verdict() {
        long duplicates = consumptions.values().stream()
                .mapToLong(times -> times.get() - 1)
                .sum();
        long unackedConsumed = consumptions.keySet().stream()
                .filter(id -> !ackTimeMs.containsKey(id))
                .count();
        return new Verdict(attempted.get(), acked(), consumed(), missing(), duplicates, unackedConsumed);
    }

    private static String reason(Event event) {
        String message = event.fields().getOrDefault("message", "");
        String withoutIds = message.replaceAll("[0-9]+", "#");
        return withoutIds.length() > 100 ? withoutIds.substring(0, 100) : withoutIds;
    }

    private static void count(Map<String, AtomicInteger> counts, String key) {
        counts.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
    }
}
