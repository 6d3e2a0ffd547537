package io.ringmq.broker.twin;

import io.ringmq.broker.admin.AdminNode;
import io.ringmq.broker.scrub.Scrubber;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A node without a disk. */
public final class FakeNode implements AdminNode {
    private volatile boolean maintenance;
    private volatile @Nullable String diskFailure;

    @Override
    public Instant startedAt() {
        return Instant.ofEpochMilli(1_000);
    }

    @Override
    public long freeDiskBytes() {
        return 1L << 30;
    }

    @Override
    public Scrubber.Findings scrubbed() {
        return new Scrubber.Findings(Scrubber.Findings.NEVER, 0, 0, 0);
    }

    @Override
    public boolean isInMaintenance() {
        return maintenance;
    }

    @Override
    public void maintain(boolean on) throws IOException {
        String failure = diskFailure;
        if (failure != null) {
            throw new IOException(failure);
        }
        maintenance = on;
    }

    /** Has the disk fail from now on. */
    public void breakDisk(String failure) {
        diskFailure = failure;
    }
}
