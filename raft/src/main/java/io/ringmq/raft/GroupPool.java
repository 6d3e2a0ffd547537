package io.ringmq.raft;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool in which JRaft runs a group's odd jobs. A single rejected task ends replication for good, so the queue is
 * unbounded; what is queued is bounded by the replicators and pending closures of the group.
 *
 * <p>One kind of job takes a shorter way. The thread that appends a leader's entries hands over the wake-ups of its
 * replicators, which build a request and give it to an event loop, and the closures of entries it refuses. Those run on an
 * event loop at once, which saves a change of threads for every entry and follower; neither waits for anything but locks
 * that are held for microseconds.
 */
final class GroupPool extends ThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(GroupPool.class);
    private static final int THREADS = 6;
    private static final int IDLE_SECONDS = 10;

    /** JRaft names the thread, and leaves nobody else a say in it. */
    private static final String APPENDING_THREAD = "JRaft-NodeImpl-Disruptor";

    private final Executor eventLoops;

    /** @param eventLoops rejects tasks once it is closed */
    GroupPool(String group, Executor eventLoops) {
        super(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("raft-" + group, true));
        this.eventLoops = eventLoops;
        allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread().getName().startsWith(APPENDING_THREAD)) {
            try {
                eventLoops.execute(task);
                return;
            } catch (RejectedExecutionException e) {
                LOG.debug("The event loops are closed; a wake-up runs in the pool", e);
            }
        }
        super.execute(task);
    }
}
