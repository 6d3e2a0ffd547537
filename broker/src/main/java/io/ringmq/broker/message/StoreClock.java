package io.ringmq.broker.message;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Store timestamps of the messages this node takes as leader: its clock, but never going back, because searches by
 * time rely on the order. Thread-safe.
 */
public final class StoreClock {
    private final Clock clock;
    private final AtomicLong lastMs = new AtomicLong(Long.MIN_VALUE);

    public StoreClock(Clock clock) {
        this.clock = clock;
    }

    /** The time for the next message, in milliseconds since the epoch. */
    public long nextMs() {
        return lastMs.accumulateAndGet(clock.millis(), Math::max);
    }
}
