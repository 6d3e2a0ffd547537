package io.ringmq.broker.main;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads of one ring for work that reads the log. Its queue has no bound of its own, because the work is bounded where
 * it comes from: the pulls that wait, the delay levels, one state flush.
 */
final class Workers implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long STOP_TIMEOUT_MS = 2_000;

    private final ThreadPoolExecutor threads;

    Workers(String ring, int count) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, ring + "-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (task, pool) -> LOG.debug("the ring is closed, a task was dropped"));
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task of a ring failed", e);
            }
        });
    }

    /** Lets running tasks end, for a bounded time, and drops the others. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }
}
