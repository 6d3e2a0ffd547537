package io.ringmq.remoting.transport;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of unanswered requests over all connections of a server. Thread-safe.
 *
 * <p>Once full, connections stop reading and wait here until half of the bound is free again: resuming earlier would
 * make every answer start and stop the sockets.
 */
final class InFlightBytes {
    /** Somebody who waits for room. */
    interface Waiter {
        /** Called on any thread, must not block. */
        void roomAgain();
    }

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

    InFlightBytes(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(long addedBytes) {
        bytes.addAndGet(addedBytes);
    }

    void release(long releasedBytes) {
        bytes.addAndGet(-releasedBytes);
        wakeIfRoom();
    }

    boolean isFull() {
        return bytes.get() >= maxBytes;
    }

    boolean hasRoom() {
        return bytes.get() <= maxBytes / 2;
    }

    /** Tells the waiter once, as soon as there is room, on the thread that made it; at once if there is some. */
    void awaitRoom(Waiter waiter) {
        waiting.add(waiter);
        wakeIfRoom();
    }

    void cancel(Waiter waiter) {
        waiting.remove(waiter);
    }

    private void wakeIfRoom() {
        if (waiting.isEmpty() || !hasRoom()) {
            return;
        }
        for (Waiter waiter : List.copyOf(waiting)) {
            if (waiting.remove(waiter)) {
                waiter.roomAgain();
            }
        }
    }
}
