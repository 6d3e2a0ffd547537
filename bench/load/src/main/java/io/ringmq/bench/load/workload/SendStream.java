package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.measure.Timeline;
import io.ringmq.bench.load.report.IdLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Synchronous senders that go on through every failure until they are told to stop: the load under which a leader is
 * killed. A message that failed is not sent again; the next has a new id.
 */
public final class SendStream implements AutoCloseable {
    private final Senders senders;
    private final List<Lane> lanes;
    private final Workers workers = new Workers();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Timeline timeline;

    private record Lane(Sender sender, Bodies.Source bodies) {}

    private SendStream(Senders senders, int threads, Timeline timeline) {
        this.senders = senders;
        this.lanes = senders.forThreads(threads, Lane::new);
        this.timeline = timeline;
    }

    /**
     * Begins to send.
     *
     * @param acked takes the ids of messages that were acknowledged
     * @param failed takes the ids and reasons of those that were not
     */
    public static SendStream start(Senders senders, int threads, Timeline timeline, IdLog acked, IdLog failed) {
        SendStream stream = new SendStream(senders, threads, timeline);
        stream.lanes.forEach(lane -> stream.workers.start(() -> stream.send(lane, acked, failed)));
        return stream;
    }

    private Void send(Lane lane, IdLog acked, IdLog failed) throws InterruptedException {
        while (!stopped.get()) {
            String id = lane.bodies.nextId().toString();
            try {
                lane.sender.send(lane.bodies.next(timeline.nowNs()));
                acked.add(id);
            } catch (SendFailedException e) {
                failed.add(id, SendFailedException.reason(e));
                timeline.waitUntil(timeline.nowNs() + SyncLoop.PAUSE_AFTER_FAILURE_NS);
            }
        }
        return null;
    }

    /** Stops the senders and returns how many messages they tried to send. */
    public long stop() throws InterruptedException {
        stopped.set(true);
        workers.join();
        return lanes.stream().mapToLong(lane -> lane.bodies.count()).sum();
    }

    @Override
    public void close() {
        senders.close();
    }
}
