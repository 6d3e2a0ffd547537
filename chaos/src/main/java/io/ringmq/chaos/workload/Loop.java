package io.ringmq.chaos.workload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread that does one thing again and again, until it is told to stop or fails. */
final class Loop {
    private static final long STOP_TIMEOUT_S = 30;

    private final String name;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopping;

    private Loop(String name) {
        this.name = name;
    }

    /** Starts a loop. */
    static Loop start(String name, Runnable turn) {
        Loop loop = new Loop(name);
        Thread thread = new Thread(() -> loop.run(turn), name);
        thread.setDaemon(true);
        thread.start();
        return loop;
    }

    private void run(Runnable turn) {
        try {
            while (!stopping) {
                turn.run();
            }
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            // Reported by whoever stops the loop: the run is void.
            ended.completeExceptionally(e);
        }
    }

    /** Lets the present turn be the last. */
    void stop() {
        stopping = true;
    }

    /**
     * Waits for the last turn.
     *
     * @throws IllegalStateException if a turn failed, or does not end
     */
    void awaitEnd() {
        try {
            ended.get(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(name + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }
}
