package io.ringmq.client.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what is not acknowledged yet, in messages and bytes. Thread-safe. */
final class InFlight {
    private final int maxMessages;
    private final long maxBytes;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable CompletableFuture<Void> drained;

    InFlight(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes a place for a message.
     *
     * @throws BufferFullException if a bound would be exceeded
     * @throws SendException if no more are taken
     */
    void enter(int sizeBytes) {
        int count = messages.incrementAndGet();
        long totalBytes = bytes.addAndGet(sizeBytes);
        if (drained != null) {
            leave(sizeBytes);
            throw new SendException("the producer is closed; make a new one", SendException.NO_ANSWER, null);
        }
        // A message larger than the bound is let through when it is the only one.
        if (count > maxMessages || (totalBytes > maxBytes && count > 1)) {
            leave(sizeBytes);
            throw new BufferFullException(maxMessages, maxBytes);
        }
    }

    /** Gives back a place that was taken. */
    void leave(int sizeBytes) {
        bytes.addAndGet(-sizeBytes);
        int left = messages.decrementAndGet();
        CompletableFuture<Void> waiter = drained;
        if (left == 0 && waiter != null) {
            waiter.complete(null);
        }
    }

    /** Takes no more; completed when every place is given back. */
    CompletableFuture<Void> drain() {
        CompletableFuture<Void> waiter = new CompletableFuture<>();
        drained = waiter;
        if (messages.get() == 0) {
            waiter.complete(null);
        }
        return waiter;
    }
}
