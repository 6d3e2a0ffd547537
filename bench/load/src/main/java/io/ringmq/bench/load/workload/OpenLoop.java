package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.measure.Timeline;
import io.ringmq.bench.load.measure.WindowResult;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends at a fixed rate, whatever the system does, and measures from the moment at which each message was meant to be
 * sent to the consumer: a system that holds up the sender is charged for every message that is late for it.
 *
 * <p>Before every window the consumers prove that they receive, from all queues unless there are very many; some clients
 * need half a minute for it. A message that has not arrived {@value #STRAGGLER_TIMEOUT_S} s after the window counts as an error.
 */
public final class OpenLoop implements Workload {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int STRAGGLER_TIMEOUT_S = 30;
    private static final int PROBE_TIMEOUT_S = 120;
    private static final int PROBES_PER_QUEUE = 4;
    private static final int MAX_PROBES = 1_000;
    private static final long LEAD_NS = 5_000_000;

    private final Senders senders;
    private final Groups groups;
    private final Lane lane;
    private final Schedule schedule;
    private final Timeline timeline;

    private record Lane(Sender sender, Bodies.Source bodies) {}

    /** Takes over senders and groups, and closes them. */
    public OpenLoop(Senders senders, Groups groups, Schedule schedule, Timeline timeline) {
        this.senders = senders;
        this.groups = groups;
        this.schedule = schedule;
        this.timeline = timeline;
        this.lane = senders.forThreads(1, Lane::new).get(0);
    }

    @Override
    public WindowResult window(Marks marks) throws InterruptedException {
        probe();
        long warmup = schedule.warmupMessages();
        long measured = schedule.measuredMessages();
        long startNs = timeline.nowNs() + LEAD_NS;
        long fromNs = startNs + schedule.atNs(warmup);
        long toNs = startNs + schedule.atNs(warmup + measured);
        groups.expect(fromNs, toNs);
        send(startNs, 0, warmup, new Samples());
        marks.started();
        long startCpuNs = timeline.cpuNs();
        Samples acks = new Samples();
        send(startNs, warmup, measured, acks);
        timeline.waitUntil(toNs);
        long cpuUs = (timeline.cpuNs() - startCpuNs) / 1_000;
        marks.measured();
        groups.await(() -> measured - acks.failures(), STRAGGLER_TIMEOUT_S * SECOND_NS);
        return result(acks, (toNs - fromNs) / 1_000, cpuUs);
    }

    private void send(long startNs, long first, long count, Samples acks) throws InterruptedException {
        for (long message = first; message < first + count; message++) {
            long intendedNs = startNs + schedule.atNs(message);
            timeline.waitUntil(intendedNs);
            lane.sender.sendAsync(lane.bodies.next(intendedNs), failure -> ended(acks, intendedNs, failure));
        }
    }

    private void ended(Samples acks, long intendedNs, @Nullable Throwable failure) {
        if (failure == null) {
            acks.record(timeline.nowNs() - intendedNs);
        } else {
            acks.fail(SendFailedException.reason(failure));
        }
    }

    private WindowResult result(Samples acks, long elapsedUs, long cpuUs) {
        long received = groups.received();
        long missing = Math.max(0, schedule.measuredMessages() * groups.count() - received);
        String sendFailure = acks.firstFailure();
        Histogram ackLatencies = acks.take();
        return new WindowResult(
                received,
                missing,
                missing > 0 && sendFailure == null ? "not received in time" : sendFailure,
                elapsedUs,
                groups.takeLatencies(),
                cpuUs,
                Map.of(
                        "ackP50Us", ackLatencies.getValueAtPercentile(50),
                        "ackP99Us", ackLatencies.getValueAtPercentile(99),
                        "failedSends", acks.failures()));
    }

    /** Sends until every group has received as much. */
    private void probe() throws InterruptedException {
        long probes = Math.min(MAX_PROBES, (long) PROBES_PER_QUEUE * schedule.queues());
        long giveUpNs = timeline.nowNs() + PROBE_TIMEOUT_S * SECOND_NS;
        groups.expect(timeline.nowNs(), giveUpNs + PROBE_TIMEOUT_S * SECOND_NS);
        for (long sent = 0; sent < probes; ) {
            sent += sendProbe(giveUpNs) ? 1 : 0;
        }
        if (!groups.await(() -> probes, PROBE_TIMEOUT_S * SECOND_NS)) {
            throw new IllegalStateException(
                    "not every group has received " + probes + " messages within " + PROBE_TIMEOUT_S + " s");
        }
    }

    private boolean sendProbe(long giveUpNs) throws InterruptedException {
        try {
            lane.sender.send(lane.bodies.next(timeline.nowNs()));
            return true;
        } catch (SendFailedException e) {
            if (timeline.nowNs() - giveUpNs > 0) {
                throw new IllegalStateException("nothing can be sent: " + SendFailedException.reason(e), e);
            }
            timeline.waitUntil(timeline.nowNs() + SyncLoop.PAUSE_AFTER_FAILURE_NS);
            return false;
        }
    }

    @Override
    public void close() {
        groups.close();
        senders.close();
    }
}
