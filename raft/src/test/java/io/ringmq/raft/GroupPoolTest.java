package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class GroupPoolTest {
    private static final String LOOP = "the event loop";

    @Test
    void wakeUpsRunOnTheEventLoop() throws Exception {
        assertEquals(LOOP, ranOn("JRaft-NodeImpl-Disruptor-0", loop()));
    }

    @Test
    void everythingElseRunsInThePool() throws Exception {
        assertTrue(ranOn("JRaft-FSMCaller-Disruptor-0", loop()).startsWith("raft-group"));
    }

    @Test
    void aWakeUpIsNotLostWhenTheEventLoopsAreClosed() throws Exception {
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        assertTrue(ranOn("JRaft-NodeImpl-Disruptor-0", closed).startsWith("raft-group"));
    }

    private static Executor loop() {
        return task -> new Thread(task, LOOP).start();
    }

    /** Name of the thread that runs what a thread of this name hands over. */
    private static String ranOn(String caller, Executor eventLoops)
            throws InterruptedException, ExecutionException, TimeoutException {
        GroupPool pool = new GroupPool("group", eventLoops);
        CompletableFuture<String> ranOn = new CompletableFuture<>();
        Runnable task = () -> ranOn.complete(Thread.currentThread().getName());
        try {
            new Thread(() -> pool.execute(task), caller).start();
            return ranOn.get(30, TimeUnit.SECONDS);
        } finally {
            pool.shutdown();
        }
    }
}
