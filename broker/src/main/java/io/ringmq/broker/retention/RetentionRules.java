package io.ringmq.broker.retention;

import io.ringmq.broker.config.RetentionSettings;
import io.ringmq.broker.retention.Deletion.Reason;
import io.ringmq.store.commitlog.LogSegment;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Decides what to delete, from nothing but its arguments. From each log segments go from the front only:
 *
 * <pre>
 *  segment                        when
 *  older than fileReservedTime    in an hour of deleteWhen, or the disk is fuller than diskMaxUsedSpaceRatio
 *  any                            while the ring's log is larger than maxLogBytes
 *  the oldest of all rings        while the disk is fuller than diskSpaceCleanForciblyRatio
 * </pre>
 *
 * Segments from the first on that holds a message which waits to be delivered go by the last rule only, after all others.
 */
final class RetentionRules {
    private final RetentionSettings settings;

    RetentionRules(RetentionSettings settings) {
        this.settings = settings;
    }

    /** The segments to delete now, in this order; of one ring always the lowest first. */
    List<Deletion> decide(List<LogContents> logs, DiskUsage disk, ZonedDateTime now) {
        List<Deletion> deletions = new ArrayList<>();
        List<Remaining> remaining = new ArrayList<>();
        for (LogContents log : logs) {
            Remaining rest = new Remaining(log);
            expired(rest, disk, now, deletions);
            oversized(rest, deletions);
            remaining.add(rest);
        }
        forced(remaining, Remaining::hasDelivered, missingBytes(disk, deletions), deletions);
        forced(remaining, Remaining::hasMore, missingBytes(disk, deletions), deletions);
        return deletions;
    }

    /** How much more has to go than these do, for the disk not to be fuller than {@code diskSpaceCleanForciblyRatio}. */
    long missingBytes(DiskUsage disk, List<Deletion> deletions) {
        long freedBytes = deletions.stream()
                .mapToLong(deletion -> deletion.segment().sizeBytes())
                .sum();
        return disk.excessBytes(settings.ratios().cleanForciblyPercent()) - freedBytes;
    }

    private void expired(Remaining log, DiskUsage disk, ZonedDateTime now, List<Deletion> deletions) {
        boolean crowded = disk.usedPercent() > settings.ratios().maxUsedPercent();
        if (!crowded && !settings.deleteHours().contains(now.getHour())) {
            return;
        }
        long keptFromMs = now.toInstant().toEpochMilli()
                - Duration.ofHours(settings.reservedHours()).toMillis();
        while (log.hasDelivered() && log.first().lastModifiedMs() < keptFromMs) {
            deletions.add(log.take(crowded ? Reason.AGE_AND_DISK : Reason.AGE));
        }
    }

    private void oversized(Remaining log, List<Deletion> deletions) {
        while (log.hasDelivered() && log.sizeBytes > settings.maxLogBytes()) {
            deletions.add(log.take(Reason.LOG_SIZE));
        }
    }

    private static void forced(List<Remaining> logs, Predicate<Remaining> may, long bytes, List<Deletion> deletions) {
        long missingBytes = bytes;
        while (missingBytes > 0) {
            Remaining oldest = logs.stream()
                    .filter(may)
                    .min(Comparator.comparingLong(log -> log.first().lastModifiedMs()))
                    .orElse(null);
            if (oldest == null) {
                return;
            }
            missingBytes -= oldest.first().sizeBytes();
            deletions.add(oldest.take(Reason.DISK));
        }
    }

    /** What is left of a log while segments are taken from its front. */
    private static final class Remaining {
        private final String ring;
        private final Deque<LogSegment> deletable;
        private final long waitingFrom;
        private long sizeBytes;

        Remaining(LogContents log) {
            ring = log.ring();
            deletable = new ArrayDeque<>(log.deletable());
            waitingFrom = log.waitingFrom();
            sizeBytes = log.sizeBytes();
        }

        boolean hasMore() {
            return !deletable.isEmpty();
        }

        /** Whether the first that may go holds no message that waits to be delivered. */
        boolean hasDelivered() {
            return hasMore() && first().endOffset() <= waitingFrom;
        }

        LogSegment first() {
            return Objects.requireNonNull(deletable.peekFirst());
        }

        Deletion take(Reason reason) {
            LogSegment segment = deletable.removeFirst();
            sizeBytes -= segment.sizeBytes();
            return new Deletion(ring, segment, reason);
        }
    }
}
