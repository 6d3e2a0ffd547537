package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.measure.Timeline;
import io.ringmq.bench.load.measure.WindowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * New consumer groups read a backlog from its start. Elapsed time is that from the first message received to the last
 * that is waited for; {@code fromStartUs} is that from the start of the consumers.
 */
public final class Drain implements Workload {
    private static final long POLL_NS = 2_000_000;

    /** Some clients get nothing for half a minute after they have joined a new group. */
    private static final long STALL_TIMEOUT_NS = 120_000_000_000L;

    private final LoadClient client;
    private final IntFunction<List<String>> groupNames;
    private final long messages;
    private final Timeline timeline;
    private int windows;

    /**
     * Reads nothing yet.
     *
     * @param groupNames groups of the window with a number, never the same twice
     * @param messages what each group is to receive
     */
    public Drain(LoadClient client, IntFunction<List<String>> groupNames, long messages, Timeline timeline) {
        this.client = client;
        this.groupNames = groupNames;
        this.messages = messages;
        this.timeline = timeline;
    }

    @Override
    public WindowResult window(Marks marks) throws InterruptedException {
        List<String> names = groupNames.apply(windows++);
        Progress progress = new Progress(names.size());
        List<Receiver> receivers = new ArrayList<>();
        marks.started();
        long startNs = timeline.nowNs();
        long startCpuNs = timeline.cpuNs();
        try {
            for (int group = 0; group < names.size(); group++) {
                int counted = group;
                receivers.add(client.openReceiver(names.get(group), body -> progress.count(counted)));
            }
            progress.awaitEnd();
            long cpuUs = (timeline.cpuNs() - startCpuNs) / 1_000;
            marks.measured();
            return progress.result(startNs, cpuUs);
        } finally {
            receivers.forEach(Receiver::close);
        }
    }

    /** How far the groups are. */
    private final class Progress {
        private final List<AtomicLong> received;
        private final AtomicLong groupsLeft;
        private final AtomicLong firstNs = new AtomicLong(Long.MAX_VALUE);
        private final AtomicLong lastNs = new AtomicLong(Long.MIN_VALUE);

        Progress(int groups) {
            received =
                    IntStream.range(0, groups).mapToObj(i -> new AtomicLong()).toList();
            groupsLeft = new AtomicLong(groups);
        }

        void count(int group) {
            long count = received.get(group).incrementAndGet();
            if (count == 1) {
                firstNs.accumulateAndGet(timeline.nowNs(), Math::min);
            }
            if (count == messages) {
                lastNs.accumulateAndGet(timeline.nowNs(), Math::max);
                groupsLeft.decrementAndGet();
            }
        }

        void awaitEnd() throws InterruptedException {
            long before = 0;
            long sinceNs = timeline.nowNs();
            while (groupsLeft.get() > 0) {
                timeline.waitUntil(timeline.nowNs() + POLL_NS);
                long now = received.stream().mapToLong(AtomicLong::get).sum();
                if (now > before) {
                    sinceNs = timeline.nowNs();
                    before = now;
                } else if (timeline.nowNs() - sinceNs > STALL_TIMEOUT_NS) {
                    throw new IllegalStateException("received " + now + " messages over " + received.size()
                            + " groups, then none for " + STALL_TIMEOUT_NS / 1_000_000_000 + " s; each was to receive "
                            + messages);
                }
            }
        }

        WindowResult result(long startNs, long cpuUs) {
            long endNs = lastNs.get();
            return new WindowResult(
                    messages * received.size(),
                    0,
                    null,
                    (endNs - firstNs.get()) / 1_000,
                    new Histogram(1),
                    cpuUs,
                    Map.of("fromStartUs", (endNs - startNs) / 1_000));
        }
    }

    @Override
    public void close() {
        // Receivers live within a window.
    }
}
