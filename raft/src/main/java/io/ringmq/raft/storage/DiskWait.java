package io.ringmq.raft.storage;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long the operation on the disk that is under way has taken. One thread operates, any thread asks. */
public final class DiskWait {

    private static final long IDLE = Long.MIN_VALUE;

    private final LongSupplier nanoClock;
    private volatile long sinceNanos = IDLE;

    public DiskWait(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Does it, and counts meanwhile. */
    public void during(Runnable operation) {
        sinceNanos = nanoClock.getAsLong();
        try {
            operation.run();
        } finally {
            sinceNanos = IDLE;
        }
    }

    /** Time since the operation under way began, in milliseconds; 0 if there is none. */
    public long elapsedMs() {
        long since = sinceNanos;
        return since == IDLE ? 0 : TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - since);
    }
}
