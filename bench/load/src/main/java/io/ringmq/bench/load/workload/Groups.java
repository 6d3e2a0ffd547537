package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.measure.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Consumer groups that each receive every message of a topic. Used by one thread. */
public final class Groups implements AutoCloseable {
    private static final long POLL_NS = 5_000_000;

    private final Timeline timeline;
    private final List<Arrivals> arrivals = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();

    private Groups(Timeline timeline) {
        this.timeline = timeline;
    }

    /**
     * Starts one consumer a group.
     *
     * @param session whose messages they look at
     */
    public static Groups open(LoadClient client, List<String> names, int session, Timeline timeline) {
        Groups groups = new Groups(timeline);
        for (String name : names) {
            Arrivals group = new Arrivals(session, timeline);
            groups.arrivals.add(group);
            groups.receivers.add(client.openReceiver(name, group));
        }
        return groups;
    }

    int count() {
        return arrivals.size();
    }

    /** Begins anew, with messages that are meant to be sent from one moment until before another. */
    void expect(long fromNs, long toNs) {
        arrivals.forEach(group -> group.expect(fromNs, toNs));
    }

    /**
     * Waits until every group has received so many of them.
     *
     * @param messages may change while it waits, since sends that fail do not arrive
     * @return whether that happened in time
     */
    boolean await(LongSupplier messages, long timeoutNs) throws InterruptedException {
        long giveUpNs = timeline.nowNs() + timeoutNs;
        while (!arrivals.stream().allMatch(group -> group.received() >= messages.getAsLong())) {
            if (timeline.nowNs() - giveUpNs > 0) {
                return false;
            }
            timeline.waitUntil(timeline.nowNs() + POLL_NS);
        }
        return true;
    }

    /** Messages received so far, over all groups. */
    long received() {
        return arrivals.stream().mapToLong(Arrivals::received).sum();
    }

    /** Their latencies, from the moment each was meant to be sent. */
    Histogram takeLatencies() {
        Histogram all = new Histogram(3);
        arrivals.forEach(group -> all.add(group.takeLatencies()));
        return all;
    }

    @Override
    public void close() {
        receivers.forEach(Receiver::close);
    }
}
