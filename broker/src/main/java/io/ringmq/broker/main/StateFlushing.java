package io.ringmq.broker.main;

import io.ringmq.broker.time.Timer;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Flushes a ring's state whenever enough log has been applied since the last time, and from time to time, which bounds
 * what is applied again after a crash, in bytes and in time.
 */
final class StateFlushing implements AutoCloseable {
    /** To apply it again takes a JVM that has just started less than a second. */
    static final long MAX_LOG_BYTES = 64L << 20;

    /** Between two looks. What is applied in between is the slack of {@link #MAX_LOG_BYTES}. */
    static final long LOOK_MS = 1_000;

    private final Runnable flush;
    private final LongSupplier unflushedBytes;
    private final Timer timer;
    private final Executor executor;
    private volatile boolean stopped;

    /**
     * Flushes nothing before {@link #every}.
     *
     * @param unflushedBytes bytes of the log that were applied since the last flush
     */
    StateFlushing(Runnable flush, LongSupplier unflushedBytes, Timer timer, Executor executor) {
        this.flush = flush;
        this.unflushedBytes = unflushedBytes;
        this.timer = timer;
        this.executor = executor;
    }

    /** Flushes at least at this interval from now on; a slow flush delays the next one, a failed one is tried again. */
    void every(long intervalMs) {
        lookAgain(0, intervalMs);
    }

    private void lookAgain(long elapsedMs, long intervalMs) {
        if (!stopped) {
            Timer.Timeout unused = timer.after(LOOK_MS, () -> look(elapsedMs + LOOK_MS, intervalMs));
        }
    }

    private void look(long elapsedMs, long intervalMs) {
        if (elapsedMs >= intervalMs || unflushedBytes.getAsLong() >= MAX_LOG_BYTES) {
            executor.execute(() -> flush(intervalMs));
        } else {
            lookAgain(elapsedMs, intervalMs);
        }
    }

    private void flush(long intervalMs) {
        try {
            if (!stopped) {
                flush.run();
            }
        } finally {
            lookAgain(0, intervalMs);
        }
    }

    @Override
    public void close() {
        stopped = true;
    }
}
