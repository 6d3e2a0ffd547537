package io.ringmq.broker.main;

import io.ringmq.broker.ring.Ring;
import io.ringmq.broker.ring.RingRuntime;
import io.ringmq.broker.ring.RingSettings;
import io.ringmq.raft.LogApplier;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.StateMismatchException;
import io.ringmq.raft.snapshot.ReplicaState;
import io.ringmq.raft.snapshot.SnapshotException;
import io.ringmq.raft.snapshot.SnapshotFiles;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.FramePosition;
import io.ringmq.store.state.RocksOptions;
import io.ringmq.store.state.RocksStateStore;
import io.ringmq.store.state.StateDamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state store of one ring, which is never durable ahead of the ring's log. */
final class RingStorage implements ReplicaState, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingStorage.class);

    private final Path directory;
    private final RocksOptions options;
    private final SnapshotFiles snapshots;
    private final CompletableFuture<CommitLog> log = new CompletableFuture<>();
    private RocksStateStore store;
    private volatile long flushedIndex;

    RingStorage(Path directory, RocksOptions options, SnapshotFiles snapshots) {
        this.directory = directory;
        this.options = options;
        this.snapshots = snapshots;
        this.store = openSoundStore();
    }

    /** A state that is damaged is put aside and made anew, as one that is gone. */
    private RocksStateStore openSoundStore() {
        try {
            return openStore();
        } catch (StateDamagedException e) {
            LOG.error("the state in {} is damaged and is made anew; check the disk", directory, e);
            try {
                snapshots.setAside(directory);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot put aside the damaged state in " + directory, failure);
            }
            restore();
            return openStore();
        }
    }

    private RocksStateStore openStore() {
        // A flush before the group is opened has nothing to wait for but the log itself.
        RocksStateStore opened =
                RocksStateStore.open(directory, options, () -> log.join().force());
        flushedIndex = opened.appliedIndex();
        return opened;
    }

    /**
     * Opens the ring on this state. A state that is ahead of its log, as a power cut in async mode can leave it, or that is
     * gone, is made anew from the newest snapshot and the log.
     */
    Ring open(RingSettings settings, RingRuntime runtime, Function<LogApplier, RaftGroup> openGroup) {
        Ring ring;
        try {
            ring = Ring.open(settings, runtime, store, openGroup);
        } catch (StateMismatchException e) {
            LOG.warn("{}; doing that", e.getMessage());
            store.close();
            restore();
            store = openStore();
            ring = Ring.open(settings, runtime, store, openGroup);
        }
        log.complete(ring.group().log());
        return ring;
    }

    private void restore() {
        try {
            snapshots.restore(directory);
        } catch (SnapshotException e) {
            LOG.warn("no snapshot can be used, the state is made anew from the log", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot replace the state in " + directory, e);
        }
    }

    @Override
    public long appliedIndex() {
        return store.appliedIndex();
    }

    /** Bytes of the log that were applied since the state was flushed, and would be again after a crash. */
    long unflushedBytes() {
        return endOffset(store.appliedIndex()) - endOffset(flushedIndex);
    }

    /** An entry that the log does not have is one that retention has taken, or none at all. */
    private long endOffset(long index) {
        CommitLog opened = log.join();
        FramePosition position = opened.position(index);
        return position == null ? opened.startOffset() : position.endOffset();
    }

    /** Makes the state durable, if there is anything new. */
    @Override
    public synchronized void flush() {
        long applied = store.appliedIndex();
        if (applied > flushedIndex) {
            store.flush();
            flushedIndex = applied;
        }
    }

    @Override
    public void checkpoint(Path copy) {
        store.checkpoint(copy);
    }

    /** Closes the store without a last flush: the log has everything. */
    @Override
    public void close() {
        store.close();
    }
}
