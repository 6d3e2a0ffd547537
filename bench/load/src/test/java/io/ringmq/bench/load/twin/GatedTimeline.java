package io.ringmq.bench.load.twin;

import io.ringmq.bench.load.measure.Timeline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Time for closed loops, in which one thread waits for the end of a window while others send: a wait of the thread that
 * made this lasts until so many more sends were made, and the wait of any other thread not at all. Where sends stand
 * still, a wait fails.
 */
public final class GatedTimeline implements Timeline {
    private static final long GIVE_UP_SECONDS = 30;

    private final Thread owner = Thread.currentThread();
    private final Semaphore sends = new Semaphore(0);
    private final ManualTimeline time = new ManualTimeline();
    private final int sendsPerWait;

    public GatedTimeline(int sendsPerWait) {
        this.sendsPerWait = sendsPerWait;
    }

    /** A send was made, and took so long. */
    public void sent(long tookNs) {
        time.pass(tookNs);
        sends.release();
    }

    @Override
    public long nowNs() {
        return time.nowNs();
    }

    @Override
    public void waitUntil(long timeNs) throws InterruptedException {
        if (Thread.currentThread() == owner) {
            awaitSends();
        }
        time.waitUntil(timeNs);
    }

    private void awaitSends() throws InterruptedException {
        sends.drainPermits();
        if (!sends.tryAcquire(sendsPerWait, GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the load stands still");
        }
    }

    @Override
    public long cpuNs() {
        return time.cpuNs();
    }
}
