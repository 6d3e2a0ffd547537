package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.body.MessageId;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.measure.Timeline;
import io.ringmq.bench.load.report.IdLog;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a topic from its start with a new group and reports the id of every delivery, duplicates included. */
public final class ReadBack {
    /** Some clients get nothing for half a minute after they have joined a new group. */
    private static final long QUIET_AT_FIRST_NS = 45_000_000_000L;

    /** Silence that ends it once everything expected has come: what comes after that are duplicates, if anything. */
    private static final long QUIET_WHEN_COMPLETE_NS = 2_000_000_000L;

    private static final long POLL_NS = 50_000_000;

    private final LoadClient client;
    private final Timeline timeline;
    private final long expected;
    private final Duration quiet;

    /**
     * Reads nothing yet.
     *
     * @param expected different ids that are in the topic for certain; 0 if not known
     * @param quiet silence after the first message that ends it while fewer have come
     */
    public ReadBack(LoadClient client, Timeline timeline, long expected, Duration quiet) {
        this.client = client;
        this.timeline = timeline;
        this.expected = expected;
        this.quiet = quiet;
    }

    /** Reads until nothing comes any more; returns the number of different ids. */
    public long run(String group, IdLog read) throws InterruptedException {
        Set<MessageId> ids = ConcurrentHashMap.newKeySet();
        AtomicLong lastNs = new AtomicLong(timeline.nowNs());
        try (Receiver receiver = client.openReceiver(group, body -> {
            MessageId id = MessageId.of(body);
            ids.add(id);
            lastNs.set(timeline.nowNs());
            read.add(id.toString());
        })) {
            while (timeline.nowNs() - lastNs.get() <= allowedQuietNs(ids.size())) {
                timeline.waitUntil(timeline.nowNs() + POLL_NS);
                read.flush();
            }
        }
        read.flush();
        return ids.size();
    }

    private long allowedQuietNs(long received) {
        if (received == 0) {
            return Math.max(QUIET_AT_FIRST_NS, quiet.toNanos());
        }
        boolean complete = expected > 0 && received >= expected;
        return complete ? Math.min(QUIET_WHEN_COMPLETE_NS, quiet.toNanos()) : quiet.toNanos();
    }
}
