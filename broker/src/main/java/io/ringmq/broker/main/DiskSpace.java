package io.ringmq.broker.main;

import io.ringmq.broker.proposal.WriteGate;
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

    /** Where free space is asked. */
    @FunctionalInterface
    interface Gauge {
        long usableBytes() throws IOException;
    }

    private final Gauge gauge;
    private final long minFreeBytes;
    private volatile @Nullable String closedBecause;

    DiskSpace(Gauge gauge, long minFreeBytes) {
        this.gauge = gauge;
        this.minFreeBytes = minFreeBytes;
    }

    @Override
    public @Nullable String closedBecause() {
        return closedBecause;
    }

    /** Room left now; -1 if the disk can not be asked. */
    long freeBytes() {
        try {
            return gauge.usableBytes();
        } catch (IOException e) {
            LOG.warn("the disk can not be asked for free space", e);
            return -1;
        }
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
            long free = gauge.usableBytes();
            return free >= minFreeBytes
                    ? null
                    : "the broker's disk is full (" + free + " bytes free, minFreeDiskBytes is " + minFreeBytes
                            + "); free some space or add a disk";
        } catch (IOException e) {
            return "the broker's disk can not be asked for free space: " + e.getMessage();
        }
    }
}
