package io.ringmq.bench.load.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that each run one task, and whose failures are not lost. Used by one thread. */
final class Workers {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Void>> running = new ArrayList<>();

    void start(Callable<Void> task) {
        running.add(threads.submit(task));
    }

    /**
     * Waits until every task has returned.
     *
     * @throws IllegalStateException if one threw something
     */
    void join() throws InterruptedException {
        threads.shutdown();
        for (Future<Void> task : running) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a thread of the load failed: " + e.getCause(), e.getCause());
            }
        }
    }
}
