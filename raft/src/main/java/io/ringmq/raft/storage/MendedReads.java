package io.ringmq.raft.storage;

import io.ringmq.store.commitlog.Frame;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads entries, and once more when what was damaged has been mended. May block for other replicas, a bounded time. */
public interface MendedReads {

    /**
     * Runs a read of the log, twice if need be.
     *
     * @throws io.ringmq.store.commitlog.CorruptLogException if the entry stays damaged
     */
    @Nullable
    Frame read(Supplier<@Nullable Frame> read);
}
