package io.ringmq.raft.timer;

import com.alipay.sofa.jraft.core.Scheduler;
import com.alipay.sofa.jraft.util.SPI;
import com.alipay.sofa.jraft.util.timer.RaftTimerFactory;
import com.alipay.sofa.jraft.util.timer.Timeout;
import com.alipay.sofa.jraft.util.timer.Timer;
import com.alipay.sofa.jraft.util.timer.TimerTask;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All timers of JRaft in a process on one small scheduler.
 *
 * <p>JRaft's own are hashed wheels that tick every millisecond, one thread each: a resting group would spend most of its
 * CPU on them. Found by JRaft as a service; it keeps the one instance for the life of the process.
 */
@SPI(name = "ringmq", priority = 100)
public final class ScheduledTimerFactory implements RaftTimerFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledTimerFactory.class);

    /** A timer's task may wait for the fsync of a vote; one such group must not hold up the others. */
    private static final int THREADS = 3;

    private final ScheduledThreadPoolExecutor executor;
    private final SharedTimer timer = new SharedTimer();
    private final SharedScheduler scheduler = new SharedScheduler();

    /** For JRaft's service loader. */
    public ScheduledTimerFactory() {
        AtomicInteger number = new AtomicInteger();
        executor = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "raft-timer-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Timer getElectionTimer(boolean shared, String name) {
        return timer;
    }

    @Override
    public Timer getVoteTimer(boolean shared, String name) {
        return timer;
    }

    @Override
    public Timer getStepDownTimer(boolean shared, String name) {
        return timer;
    }

    @Override
    public Timer getSnapshotTimer(boolean shared, String name) {
        return timer;
    }

    @Override
    public Timer createTimer(String name) {
        return timer;
    }

    @Override
    public Scheduler getRaftScheduler(boolean shared, int workers, String name) {
        return scheduler;
    }

    @Override
    public Scheduler createScheduler(int workers, String name) {
        return scheduler;
    }

    private final class SharedTimer implements Timer {

        @Override
        public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
            Scheduled timeout = new Scheduled(this, task);
            timeout.future = executor.schedule(timeout, delay, unit);
            return timeout;
        }

        /** Users cancel their own timeouts; the timer serves others. */
        @Override
        public Set<Timeout> stop() {
            return Set.of();
        }
    }

    private static final class Scheduled implements Timeout, Runnable {

        private final Timer timer;
        private final TimerTask task;
        private volatile @Nullable ScheduledFuture<?> future;
        private volatile boolean started;

        Scheduled(Timer timer, TimerTask task) {
            this.timer = timer;
            this.task = task;
        }

        @Override
        public void run() {
            started = true;
            try {
                task.run(this);
                // JRaft's interface declares Exception.
            } catch (Exception e) {
                LOG.error("A Raft timer failed", e);
            }
        }

        @Override
        public Timer timer() {
            return timer;
        }

        @Override
        public TimerTask task() {
            return task;
        }

        @Override
        public boolean isExpired() {
            return started;
        }

        @Override
        public boolean isCancelled() {
            ScheduledFuture<?> scheduled = future;
            return scheduled != null && scheduled.isCancelled();
        }

        /** False if the task has run or is running, as JRaft's timers answer. */
        @Override
        public boolean cancel() {
            ScheduledFuture<?> scheduled = future;
            return !started && scheduled != null && scheduled.cancel(false) && !started;
        }
    }

    private final class SharedScheduler implements Scheduler {

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return executor.schedule(command, delay, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
            return executor.scheduleAtFixedRate(command, first, period, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            return executor.scheduleWithFixedDelay(command, first, delay, unit);
        }

        /** Serves other groups. */
        @Override
        public void shutdown() {}
    }
}
