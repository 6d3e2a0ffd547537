package io.ringmq.broker.time;

/** Runs tasks later. Thread-safe. */
@FunctionalInterface
public interface Timer {
    /**
     * Runs the task once, after at least the delay, on the timer's thread. The task must be short and must not block.
     *
     * @param delayMs at least 0
     */
    Timeout after(long delayMs, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timeout {
        /** Keeps the task from running, unless it started already. Idempotent. */
        void cancel();
    }
}
