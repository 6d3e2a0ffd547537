package io.ringmq.raft.snapshot;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The snapshots of one group on this node. Thread-safe; nothing here blocks. */
public interface Snapshots {

    /**
     * Takes a snapshot now, or joins the one being taken. Entries that the snapshot before this one covers become
     * unreadable for Raft; their bytes stay until retention removes them.
     *
     * @return completes with the index of the newest snapshot, which is an older one if nothing was applied since; fails
     *     with {@link SnapshotException} if none could be taken
     */
    CompletableFuture<Long> take();

    /** The newest snapshot on disk, or null. */
    @Nullable
    Manifest newest();

    /** When that was finished, by the clock of the file system; null if there is none. */
    @Nullable
    Instant newestTakenAt();
}
