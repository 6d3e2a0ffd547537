package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.measure.Timeline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asynchronous sends by one thread; at the bound of those in flight it waits for one to end. */
final class PipelineLoop implements Loop {
    /** No client tries for longer. */
    private static final long FINISH_TIMEOUT_SECONDS = 130;

    private final Sender sender;
    private final Bodies.Source bodies;
    private final Timeline timeline;
    private final int maxInFlight;
    private final Semaphore room;

    PipelineLoop(Sender sender, Bodies.Source bodies, Timeline timeline, int maxInFlight) {
        this.sender = sender;
        this.bodies = bodies;
        this.timeline = timeline;
        this.maxInFlight = maxInFlight;
        this.room = new Semaphore(maxInFlight);
    }

    @Override
    public void once(Samples samples) throws InterruptedException {
        room.acquire();
        long startNs = timeline.nowNs();
        sender.sendAsync(bodies.next(startNs), failure -> ended(samples, startNs, failure));
    }

    private void ended(Samples samples, long startNs, @Nullable Throwable failure) {
        if (failure == null) {
            samples.record(timeline.nowNs() - startNs);
        } else {
            samples.fail(SendFailedException.reason(failure));
        }
        room.release();
    }

    @Override
    public void finish() throws InterruptedException {
        if (!room.tryAcquire(maxInFlight, FINISH_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(maxInFlight - room.availablePermits() + " sends had no outcome after "
                    + FINISH_TIMEOUT_SECONDS + " s");
        }
        room.release(maxInFlight);
    }
}
