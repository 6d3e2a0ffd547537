package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.body.MessageId;
import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.measure.Timeline;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * What one consumer group receives of the messages that this process meant to send within an interval, and how long
 * after the intended moment each arrives. Thread-safe.
 */
final class Arrivals implements MessageHandler {
    private final int session;
    private final Timeline timeline;
    private volatile Interval interval = new Interval(0, 0, new Samples(), new AtomicLong());

    /** Times at or after {@code fromNs} and before {@code toNs}, and what was received of them. */
    private record Interval(long fromNs, long toNs, Samples latencies, AtomicLong received) {
        boolean contains(long timeNs) {
            return timeNs - fromNs >= 0 && timeNs - toNs < 0;
        }
    }

    Arrivals(int session, Timeline timeline) {
        this.session = session;
        this.timeline = timeline;
    }

    /** Begins anew, with messages meant for another interval. */
    void expect(long fromNs, long toNs) {
        interval = new Interval(fromNs, toNs, new Samples(), new AtomicLong());
    }

    @Override
    public void onMessage(ByteBuffer body) {
        if (MessageId.sessionOf(body) != session) {
            return;
        }
        Interval current = interval;
        long intendedNs = MessageId.timeNsOf(body);
        if (current.contains(intendedNs)) {
            current.latencies.record(timeline.nowNs() - intendedNs);
            current.received.incrementAndGet();
        }
    }

    /** Messages of the interval received so far, duplicates included. */
    long received() {
        return interval.received.get();
    }

    /** Their latencies; a second call has only those since the first. */
    Histogram takeLatencies() {
        return interval.latencies.take();
    }
}
