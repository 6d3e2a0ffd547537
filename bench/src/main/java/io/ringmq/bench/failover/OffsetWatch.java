package io.ringmq.bench.failover;

import io.ringmq.bench.cluster.ClusterView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks the leader for a group's committed offsets all the time and notes every one that went back. */
final class OffsetWatch implements AutoCloseable {
    private static final long INTERVAL_MS = 200;

    private final ClusterView view;
    private final String ring;
    private final String group;
    private final String topic;
    private final long[] highest;
    private final List<String> rewinds = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "offset-watch");
        thread.setDaemon(true);
        return thread;
    });

    OffsetWatch(ClusterView view, String ring, String group, String topic, int queues) {
        this.view = view;
        this.ring = ring;
        this.group = group;
        this.topic = topic;
        this.highest = new long[queues];
        scheduler.scheduleWithFixedDelay(this::look, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** Every offset that was lower than one seen before, in words. */
    List<String> rewinds() {
        return List.copyOf(rewinds);
    }

    private void look() {
        for (int queue = 0; queue < highest.length; queue++) {
            int q = queue;
            view.committedOffset(ring, group, topic, queue).ifPresent(offset -> note(q, offset));
        }
    }

    private void note(int queue, long offset) {
        if (offset < highest[queue]) {
            rewinds.add("queue " + queue + " went from " + highest[queue] + " back to " + offset);
        }
        highest[queue] = Math.max(highest[queue], offset);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
