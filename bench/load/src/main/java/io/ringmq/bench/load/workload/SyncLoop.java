package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.measure.Timeline;

/** One synchronous send after the other. */
final class SyncLoop implements Loop {
    /** Clients that fail at once would otherwise spend the processors on failing. */
    static final long PAUSE_AFTER_FAILURE_NS = 1_000_000;

    private final Sender sender;
    private final Bodies.Source bodies;
    private final Timeline timeline;

    SyncLoop(Sender sender, Bodies.Source bodies, Timeline timeline) {
        this.sender = sender;
        this.bodies = bodies;
        this.timeline = timeline;
    }

    @Override
    public void once(Samples samples) throws InterruptedException {
        long startNs = timeline.nowNs();
        try {
            sender.send(bodies.next(startNs));
            samples.record(timeline.nowNs() - startNs);
        } catch (SendFailedException e) {
            samples.fail(SendFailedException.reason(e));
            timeline.waitUntil(timeline.nowNs() + PAUSE_AFTER_FAILURE_NS);
        }
    }

    @Override
    public void finish() {
        // A synchronous send leaves nothing under way.
    }
}
