package io.ringmq.bench.process;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions by asking again and again, always with a deadline. Thread-safe. */
public final class Await {
    private static final long POLL_INTERVAL_MS = 50;
    private static final long STEADY_POLL_INTERVAL_MS = 200;

    private final Clock clock;

    public Await(Clock clock) {
        this.clock = clock;
    }

    public Clock clock() {
        return clock;
    }

    /**
     * Returns once the condition holds.
     *
     * @param what the condition in words, for the error
     * @throws AwaitException if it does not hold within the time
     */
    public void until(String what, Duration within, BooleanSupplier condition) {
        if (!holds(within, condition)) {
            throw new AwaitException("waited " + within.toSeconds() + " s in vain for: " + what);
        }
    }

    /**
     * Returns once the condition has held for some time at every look.
     *
     * @param what the condition in words, for the error
     * @throws AwaitException if it does not come to that within the time
     */
    public void untilSteady(String what, Duration within, Duration steadyFor, BooleanSupplier condition) {
        Instant deadline = clock.instant().plus(within);
        Instant since = Instant.MAX;
        while (true) {
            boolean holds = condition.getAsBoolean();
            Instant now = clock.instant();
            if (!holds) {
                since = Instant.MAX;
            } else if (since.equals(Instant.MAX)) {
                since = now;
            } else if (!now.isBefore(since.plus(steadyFor))) {
                return;
            }
            if (now.isAfter(deadline)) {
                throw new AwaitException("waited " + within.toSeconds() + " s in vain for " + steadyFor.toSeconds()
                        + " s without a break of: " + what);
            }
            pause(Duration.ofMillis(STEADY_POLL_INTERVAL_MS));
        }
    }

    /**
     * The number, once there is one.
     *
     * @param what the number in words, for the error
     * @throws AwaitException if there is none within the time
     */
    public int first(String what, Duration within, Supplier<OptionalInt> number) {
        Instant deadline = clock.instant().plus(within);
        OptionalInt found = number.get();
        while (found.isEmpty()) {
            if (clock.instant().isAfter(deadline)) {
                throw new AwaitException("waited " + within.toSeconds() + " s in vain for: " + what);
            }
            pause(Duration.ofMillis(POLL_INTERVAL_MS));
            found = number.get();
        }
        return found.getAsInt();
    }

    /** Whether the condition comes to hold within the time. */
    public boolean holds(Duration within, BooleanSupplier condition) {
        Instant deadline = clock.instant().plus(within);
        while (!condition.getAsBoolean()) {
            if (clock.instant().isAfter(deadline)) {
                return false;
            }
            pause(Duration.ofMillis(POLL_INTERVAL_MS));
        }
        return true;
    }

    /** Lets time pass, where the passing of time itself is wanted: load before and after a fault. */
    public void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitException("interrupted");
        }
    }
}
