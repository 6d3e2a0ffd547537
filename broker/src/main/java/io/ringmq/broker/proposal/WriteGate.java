package io.ringmq.broker.proposal;

import io.ringmq.broker.retention.DiskUsage;
import org.jspecify.annotations.Nullable;

/** Says whether this node takes writes now. Asked for each of them, from any thread, so it must be cheap. */
@FunctionalInterface
public interface WriteGate {
    /** A gate that is always open. */
    WriteGate OPEN = () -> null;

    /** Why writes are refused, for people to read, such as a full disk; null if they are taken. */
    @Nullable
    String closedBecause();

    /** How full the disk is, asked of it now; null if it cannot be told. */
    default @Nullable DiskUsage disk() {
        return null;
    }
}
