package io.ringmq.raft.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * When and from what a group takes snapshots on this node.
 *
 * @param files where they are kept
 * @param state what they are taken of
 * @param everyBytes bytes of log after which a snapshot is due
 * @param everyMs time after which a snapshot is due if anything was applied
 * @param install how this replica gets one from another; null if it can only get log
 */
public record SnapshotOptions(
        SnapshotFiles files,
        ReplicaState state,
        long everyBytes,
        long everyMs,
        @Nullable InstallOptions install) {

    public SnapshotOptions {
        if (everyBytes < 1 || everyMs < 1) {
            throw new IllegalArgumentException(
                    "snapshots every " + everyBytes + " bytes and every " + everyMs + " ms: use at least 1 of each");
        }
    }
}
