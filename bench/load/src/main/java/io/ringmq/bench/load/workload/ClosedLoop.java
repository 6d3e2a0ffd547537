package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.measure.Timeline;
import io.ringmq.bench.load.measure.WindowResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * Threads that each send the next thing when the one before has ended: synchronous sends, groups, or a pipeline of
 * bounded depth. A message belongs to the window in which it is acknowledged.
 */
public final class ClosedLoop implements Workload {
    private final Senders senders;
    private final List<? extends Loop> loops;
    private final int messagesPerSample;
    private final Phases phases;
    private final Timeline timeline;

    private ClosedLoop(
            Senders senders, List<? extends Loop> loops, int messagesPerSample, Phases phases, Timeline timeline) {
        this.senders = senders;
        this.loops = loops;
        this.messagesPerSample = messagesPerSample;
        this.phases = phases;
        this.timeline = timeline;
    }

    /** Threads that send one message at a time. */
    public static ClosedLoop sync(Senders senders, Phases phases, Timeline timeline, int threads) {
        return new ClosedLoop(
                senders,
                senders.forThreads(threads, (sender, bodies) -> new SyncLoop(sender, bodies, timeline)),
                1,
                phases,
                timeline);
    }

    /** Threads that send one group at a time; latencies are those of groups. */
    public static ClosedLoop groups(
            Senders senders, Phases phases, Timeline timeline, int threads, int messagesPerGroup) {
        return new ClosedLoop(
                senders,
                senders.forThreads(
                        threads, (sender, bodies) -> new GroupLoop(sender, bodies, timeline, messagesPerGroup)),
                messagesPerGroup,
                phases,
                timeline);
    }

    /**
     * Threads that send without waiting.
     *
     * @param maxInFlight bound of each thread
     */
    public static ClosedLoop pipelines(
            Senders senders, Phases phases, Timeline timeline, int threads, int maxInFlight) {
        return new ClosedLoop(
                senders,
                senders.forThreads(
                        threads, (sender, bodies) -> new PipelineLoop(sender, bodies, timeline, maxInFlight)),
                1,
                phases,
                timeline);
    }

    @Override
    public WindowResult window(Marks marks) throws InterruptedException {
        Samples samples = new Samples();
        AtomicBoolean stopped = new AtomicBoolean();
        Workers workers = new Workers();
        loops.forEach(loop -> workers.start(() -> repeat(loop, samples, stopped)));
        try {
            timeline.waitUntil(timeline.nowNs() + phases.warmup().toNanos());
            return measure(samples, marks);
        } finally {
            stopped.set(true);
            workers.join();
        }
    }

    private WindowResult measure(Samples samples, Marks marks) throws InterruptedException {
        marks.started();
        samples.reset();
        long startNs = timeline.nowNs();
        long startCpuNs = timeline.cpuNs();
        timeline.waitUntil(startNs + phases.measured().toNanos());
        long elapsedNs = timeline.nowNs() - startNs;
        Histogram latencies = samples.take();
        WindowResult result = new WindowResult(
                latencies.getTotalCount() * messagesPerSample,
                samples.failures() * messagesPerSample,
                samples.firstFailure(),
                elapsedNs / 1_000,
                latencies,
                (timeline.cpuNs() - startCpuNs) / 1_000,
                Map.of());
        marks.measured();
        return result;
    }

    private static Void repeat(Loop loop, Samples samples, AtomicBoolean stopped) throws InterruptedException {
        while (!stopped.get()) {
            loop.once(samples);
        }
        loop.finish();
        return null;
    }

    @Override
    public void close() {
        senders.close();
    }
}
