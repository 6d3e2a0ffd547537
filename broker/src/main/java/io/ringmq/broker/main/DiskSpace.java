package io.ringmq.broker.main;

import io.ringmq.broker.proposal.WriteGate;
import io.ringmq.broker.retention.DiskUsage;
import io.ringmq.broker.retention.Retention;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the ring to writes before the disk is full, so that the log never meets ENOSPC in the middle of an append, which
 * would stop the node. Reads go on, and writes are taken again once there is room.
 */
final class DiskSpace implements WriteGate {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);

    private final Retention.Gauge gauge;
    private final long minFreeBytes;
    private final int warningPercent;
    private volatile @Nullable String closedBecause;

    /** @param warningPercent use of the disk beyond which writes are refused, although there may be enough bytes */
    DiskSpace(Retention.Gauge gauge, long minFreeBytes, int warningPercent) {
        this.gauge = gauge;
        this.minFreeBytes = minFreeBytes;
        this.warningPercent = warningPercent;
    }

    @Override
    public @Nullable String closedBecause() {
        return closedBecause;
    }

    @Override
    public @Nullable DiskUsage disk() {
        try {
            return gauge.usage();
        } catch (IOException e) {
            LOG.warn("the disk can not be asked for its use", e);
            return null;
        }
    }

    /** Room left now; -1 if the disk can not be asked. */
    long freeBytes() {
        DiskUsage usage = disk();
        return usage == null ? -1 : usage.usableBytes();
    }

    /** Asks the disk again; called every second or so. */
    void check() {
        String reason = reason();
        if ((reason == null) != (closedBecause == null)) {
            if (reason == null) {
                LOG.info("there is disk space again, writes are taken");
            } else {
                LOG.warn("writes are refused: {}", reason);
            }
        }
        closedBecause = reason;
    }

    private @Nullable String reason() {
        try {
            return reason(gauge.usage());
        } catch (IOException e) {
            return "the broker's disk can not be asked for free space: " + e.getMessage();
        }
    }

    private @Nullable String reason(DiskUsage usage) {
        if (usage.usableBytes() < minFreeBytes) {
            return "the broker's disk is full (" + usage.usableBytes() + " bytes free, minFreeDiskBytes is "
                    + minFreeBytes + "); free some space or add a disk";
        }
        if (usage.usedPercent() > warningPercent) {
            return "the broker's disk is full (" + (long) usage.usedPercent()
                    + " percent used, diskSpaceWarningLevelRatio is " + warningPercent
                    + "); free some space, add a disk or keep less (fileReservedTime, maxLogBytes)";
        }
        return null;
    }
}
