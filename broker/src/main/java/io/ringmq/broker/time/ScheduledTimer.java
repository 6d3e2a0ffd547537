package io.ringmq.broker.time;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Timer} on one thread of its own, which sleeps while nothing is due. */
public final class ScheduledTimer implements Timer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledTimer.class);

    private final ScheduledThreadPoolExecutor executor;

    /** @param threadName name of the timer's thread, a daemon */
    public ScheduledTimer(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        // Most timeouts are cancelled (a long poll that finds a message); they must not pile up until their time.
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((task, pool) -> LOG.debug("timer is closed, a task was dropped"));
    }

    @Override
    public Timeout after(long delayMs, Runnable task) {
        ScheduledFuture<?> future = executor.schedule(() -> run(task), delayMs, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    /** Drops what waits; a task that runs is not interrupted. */
    @Override
    public void close() {
        executor.shutdown();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a timer task failed", e);
        }
    }
}
