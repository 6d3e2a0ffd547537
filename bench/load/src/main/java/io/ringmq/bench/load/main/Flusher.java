package io.ringmq.bench.load.main;

import io.ringmq.bench.load.report.IdLog;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reports what logs have gathered, ten times a second, so that whoever reads along is not late. */
final class Flusher implements AutoCloseable {
    private static final long INTERVAL_MS = 100;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    static Flusher start(List<IdLog> logs) {
        Flusher flusher = new Flusher();
        flusher.timer.scheduleWithFixedDelay(
                () -> logs.forEach(IdLog::flush), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
        return flusher;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
