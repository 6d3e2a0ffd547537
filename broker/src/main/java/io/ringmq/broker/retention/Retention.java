package io.ringmq.broker.retention;

import io.ringmq.broker.config.RetentionSettings;
import io.ringmq.broker.time.Timer;
import io.ringmq.store.commitlog.LogFailedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes segments of the logs of a node from time to time, and after them what the index holds of their messages. The
 * rings of a node share its disk, so they are looked at together.
 *
 * <p>What is deleted is each node's own affair: it follows from this node's clock and disk, nothing of it is replicated,
 * and replicas may begin at different places.
 */
public final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    /** A snapshot costs the disk something, too. */
    private static final Duration BETWEEN_SNAPSHOTS = Duration.ofMinutes(1);

    private final RetentionRules rules;
    private final Gauge disk;
    private final Time time;
    private final Supplier<List<RetainedLog>> openLogs;
    /** Where each log began when its index was last trimmed. */
    private final Map<String, Long> trimmedTo = new HashMap<>();
    /** When each ring was last asked for a snapshot. */
    private final Map<String, Instant> askedAt = new HashMap<>();

    private volatile boolean stopped;

    /** Where the use of the disk is asked. */
    @FunctionalInterface
    public interface Gauge {
        DiskUsage usage() throws IOException;
    }

    /**
     * What time takes.
     *
     * @param clock tells the age of segments, and the hour in its time zone
     * @param executor runs deletions; must not reject
     */
    public record Time(Clock clock, Timer timer, Executor executor) {}

    /** The logs are asked for each time, because a ring can be closed and opened again. */
    public Retention(RetentionSettings settings, Gauge disk, Time time, Supplier<List<RetainedLog>> openLogs) {
        this.rules = new RetentionRules(settings);
        this.disk = disk;
        this.time = time;
        this.openLogs = openLogs;
    }

    /** Looks at the logs at this interval from now on; a failure does not keep it from looking again. */
    public void every(long intervalMs) {
        if (!stopped) {
            Timer.Timeout unused = time.timer.after(
                    intervalMs,
                    () -> time.executor.execute(() -> {
                        try {
                            run();
                        } finally {
                            every(intervalMs);
                        }
                    }));
        }
    }

    /** Looks once: deletes what the rules say. */
    synchronized void run() {
        if (stopped) {
            return;
        }
        try {
            ZonedDateTime now = ZonedDateTime.now(time.clock);
            List<RetainedLog> logs = openLogs.get();
            List<LogContents> contents = new ArrayList<>();
            for (RetainedLog log : logs) {
                contents.add(log.contents());
            }
            DiskUsage usage = disk.usage();
            List<Deletion> deletions = rules.decide(contents, usage, now);
            for (Deletion deletion : deletions) {
                delete(logs, deletion, now);
            }
            logs.forEach(this::trim);
            if (rules.missingBytes(usage, deletions) > 0) {
                logs.forEach(log -> askForSnapshot(log, now.toInstant()));
            }
        } catch (IOException e) {
            LOG.warn("the disk can not be asked for its use, nothing is deleted", e);
        } catch (LogFailedException e) {
            LOG.error("segments can not be deleted; the ring whose log failed stops", e);
        }
    }

    private static void delete(List<RetainedLog> logs, Deletion deletion, ZonedDateTime now) {
        RetainedLog retained = logs.stream()
                .filter(log -> log.ring().equals(deletion.ring()))
                .findFirst()
                .orElseThrow();
        retained.log().deleteSegmentsBefore(deletion.segment().endOffset());
        long ageMs = now.toInstant().toEpochMilli() - deletion.segment().lastModifiedMs();
        LOG.info(
                "ring {}: deleted the segment at {}: reason {}, age {} h, {} bytes; the log begins at {}",
                deletion.ring(),
                deletion.segment().baseOffset(),
                deletion.reason(),
                Duration.ofMillis(ageMs).toHours(),
                deletion.segment().sizeBytes(),
                retained.log().startOffset());
    }

    /** Raft needs what no snapshot covers; with one more it needs less. */
    private void askForSnapshot(RetainedLog retained, Instant now) {
        Instant before = askedAt.getOrDefault(retained.ring(), Instant.MIN);
        if (retained.contents().hasMoreInUse() && !now.isBefore(before.plus(BETWEEN_SNAPSHOTS))) {
            askedAt.put(retained.ring(), now);
            LOG.info(
                    "ring {}: the disk is too full, and Raft needs what could be deleted; a snapshot is due",
                    retained.ring());
            retained.takeSnapshot().run();
        }
    }

    private void trim(RetainedLog retained) {
        long start = retained.log().startOffset();
        if (trimmedTo.getOrDefault(retained.ring(), 0L) < start) {
            long removed = retained.trimIndex().getAsLong();
            trimmedTo.put(retained.ring(), start);
            LOG.info("ring {}: dropped {} messages below {} from the queue index", retained.ring(), removed, start);
        }
    }

    /** Waits for a look under way; there are no more afterwards. */
    @Override
    public synchronized void close() {
        stopped = true;
    }
}
