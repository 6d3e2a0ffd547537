package io.ringmq.bench.transaction;

import io.ringmq.bench.process.AwaitException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps so many operations under way for a time.
 *
 * @param underWay begun and not finished, at least 1
 */
record ClosedLoad(int underWay, Duration time) {
    /**
     * Runs a load; all it began has finished on return.
     *
     * @return operations that finished, a second
     * @throws AwaitException if one failed
     */
    double perSecond(Supplier<CompletableFuture<?>> operation) {
        Semaphore free = new Semaphore(underWay);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        long fromNanos = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - fromNanos < time.toNanos() && failed.get() == null) {
            free.acquireUninterruptibly();
            operation.get().whenComplete((result, failure) -> {
                if (failure != null) {
                    failed.set(failure);
                }
                free.release();
            });
            count++;
        }
        free.acquireUninterruptibly(underWay);
        double seconds = (System.nanoTime() - fromNanos) / 1e9;
        Throwable failure = failed.get();
        if (failure != null) {
            throw new AwaitException("an operation of the load failed: " + failure);
        }
        return count / seconds;
    }
}
