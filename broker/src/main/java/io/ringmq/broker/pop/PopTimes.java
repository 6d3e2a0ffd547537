package io.ringmq.broker.pop;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The times at which this node pops messages as leader: its clock, but never going back, so that an invisible time does
 * not grow when somebody sets the clock. Thread-safe.
 */
public final class PopTimes {
    private final Clock clock;
    private final AtomicLong lastMs = new AtomicLong(Long.MIN_VALUE);

    public PopTimes(Clock clock) {
        this.clock = clock;
    }

    /** The time for the next pop, in milliseconds since the epoch. */
    long nextMs() {
        return lastMs.accumulateAndGet(clock.millis(), Math::max);
    }

    /** The time for a pop that must come after another one. */
    long nextMsAfter(long popTimeMs) {
        return Math.max(nextMs(), popTimeMs + 1);
    }

    /** The clock. */
    long nowMs() {
        return clock.millis();
    }
}
