package io.ringmq.client.producer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what waits for an answer, in messages and bytes. Thread-safe. */
final class InFlight {
    private final int maxCount;
    private final long maxBytes;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    InFlight(int maxCount, long maxBytes) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Takes a place for a message, or returns false if a bound would be exceeded. */
    boolean enter(int sizeBytes) {
        int messages = count.incrementAndGet();
        long totalBytes = bytes.addAndGet(sizeBytes);
        boolean fits = messages <= maxCount && totalBytes <= maxBytes;
        if (!fits) {
            leave(sizeBytes);
        }
        return fits;
    }

    /** Gives back a place that was taken. */
    void leave(int sizeBytes) {
        count.decrementAndGet();
        bytes.addAndGet(-sizeBytes);
    }
}
