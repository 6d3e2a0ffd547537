package io.ringmq.broker.main;

import io.ringmq.broker.time.Timer;
import java.util.concurrent.Executor;

/** Flushes a ring's state from time to time, which bounds what is applied again after a crash. */
final class StateFlushing implements AutoCloseable {
    private final RingStorage storage;
    private final Timer timer;
    private final Executor executor;
    private volatile boolean stopped;

    StateFlushing(RingStorage storage, Timer timer, Executor executor) {
        this.storage = storage;
        this.timer = timer;
        this.executor = executor;
    }

    /** Flushes at this interval from now on; a slow flush delays the next one, a failed one is tried again. */
    void every(long intervalMs) {
        if (!stopped) {
            Timer.Timeout unused = timer.after(
                    intervalMs,
                    () -> executor.execute(() -> {
                        try {
                            flush();
                        } finally {
                            every(intervalMs);
                        }
                    }));
        }
    }

    private void flush() {
        if (!stopped) {
            storage.flush();
        }
    }

    @Override
    public void close() {
        stopped = true;
    }
}
