package io.ringmq.raft.install;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Keeps one thread to a rate, and lets it wait in a way that {@link #stop()} ends. */
final class Pace {

    private static final int POLL_MS = 20;

    private final long bytesPerSecond;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopping = lock.newCondition();
    private long freeAtNanos;
    private boolean stopped;

    Pace(long bytesPerSecond, LongSupplier nanoClock) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoClock = nanoClock;
        this.freeAtNanos = nanoClock.getAsLong();
    }

    /** Waits until these bytes and those before are within the rate. */
    void spend(long bytes) throws InterruptedException {
        long now = nanoClock.getAsLong();
        // What was not used is lost: a copy that stood still does not run faster for it.
        double seconds = (double) bytes / bytesPerSecond;
        freeAtNanos = Math.max(freeAtNanos, now) + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        pause(freeAtNanos - now);
    }

    /** Waits for a condition; false if it does not come true in time. */
    boolean await(BooleanSupplier condition, long timeoutMs) throws InterruptedException {
        long deadline = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean()) {
            if (nanoClock.getAsLong() - deadline >= 0) {
                return false;
            }
            pause(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
        }
        return true;
    }

    /** Waits a moment before the same is tried again. */
    void pause() throws InterruptedException {
        pause(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
    }

    private void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!stopped && left > 0) {
                left = stopping.awaitNanos(left);
            }
            if (stopped) {
                throw new InterruptedException("the copy is to end");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting, now and later. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
