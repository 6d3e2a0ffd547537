package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.measure.Timeline;
import java.util.ArrayList;
import java.util.List;

/** One group of messages after the other; a sample is a whole group. */
final class GroupLoop implements Loop {
    private final Sender sender;
    private final Bodies.Source bodies;
    private final Timeline timeline;
    private final int groupMessages;

    GroupLoop(Sender sender, Bodies.Source bodies, Timeline timeline, int groupMessages) {
        this.sender = sender;
        this.bodies = bodies;
        this.timeline = timeline;
        this.groupMessages = groupMessages;
    }

    @Override
    public void once(Samples samples) throws InterruptedException {
        if (!sendOne(samples)) {
            timeline.waitUntil(timeline.nowNs() + SyncLoop.PAUSE_AFTER_FAILURE_NS);
        }
    }

    /** Whether the group was acknowledged. */
    boolean sendOne(Samples samples) throws InterruptedException {
        long startNs = timeline.nowNs();
        List<byte[]> group = new ArrayList<>(groupMessages);
        for (int i = 0; i < groupMessages; i++) {
            group.add(bodies.next(startNs));
        }
        try {
            sender.sendGroup(group);
            samples.record(timeline.nowNs() - startNs);
            return true;
        } catch (SendFailedException e) {
            samples.fail(SendFailedException.reason(e));
            return false;
        }
    }

    @Override
    public void finish() {
        // A group is waited for.
    }
}
