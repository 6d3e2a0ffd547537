package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.measure.Timeline;
import io.ringmq.bench.load.measure.WindowResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Makes a backlog of at least so many acknowledged messages, in groups, as fast as it goes. A group that fails is replaced. */
public final class Fill implements Workload {
    private final Senders senders;
    private final List<GroupLoop> loops;
    private final Timeline timeline;
    private final long groups;
    private final int messagesPerGroup;

    /**
     * Nothing is sent yet.
     *
     * @param messages rounded up to whole groups
     */
    public Fill(Senders senders, Timeline timeline, int threads, int messagesPerGroup, long messages) {
        this.senders = senders;
        this.timeline = timeline;
        this.messagesPerGroup = messagesPerGroup;
        this.groups = (messages + messagesPerGroup - 1) / messagesPerGroup;
        this.loops = senders.forThreads(
                threads, (sender, bodies) -> new GroupLoop(sender, bodies, timeline, messagesPerGroup));
    }

    @Override
    public WindowResult window(Marks marks) throws InterruptedException {
        Samples samples = new Samples();
        AtomicLong left = new AtomicLong(groups);
        Workers workers = new Workers();
        marks.started();
        long startNs = timeline.nowNs();
        long startCpuNs = timeline.cpuNs();
        loops.forEach(loop -> workers.start(() -> fill(loop, samples, left)));
        workers.join();
        marks.measured();
        Histogram latencies = samples.take();
        return new WindowResult(
                latencies.getTotalCount() * messagesPerGroup,
                samples.failures() * messagesPerGroup,
                samples.firstFailure(),
                (timeline.nowNs() - startNs) / 1_000,
                latencies,
                (timeline.cpuNs() - startCpuNs) / 1_000,
                Map.of());
    }

    private Void fill(GroupLoop loop, Samples samples, AtomicLong left) throws InterruptedException {
        while (left.getAndDecrement() > 0) {
            while (!loop.sendOne(samples)) {
                timeline.waitUntil(timeline.nowNs() + SyncLoop.PAUSE_AFTER_FAILURE_NS);
            }
        }
        return null;
    }

    @Override
    public void close() {
        senders.close();
    }
}
