package io.ringmq.broker.main;

import io.ringmq.broker.ring.Ring;
import io.ringmq.broker.ring.RingRuntime;
import io.ringmq.broker.ring.RingSettings;
import io.ringmq.raft.AppliedBeyondLogException;
import io.ringmq.raft.LogApplier;
import io.ringmq.raft.RaftGroup;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.state.RocksOptions;
import io.ringmq.store.state.RocksStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state store of one ring, which is never durable ahead of the ring's log. */
final class RingStorage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingStorage.class);

    private final Path directory;
    private final RocksOptions options;
    private final CompletableFuture<CommitLog> log = new CompletableFuture<>();
    private RocksStateStore store;
    private long flushedIndex;

    RingStorage(Path directory, RocksOptions options) {
        this.directory = directory;
        this.options = options;
        this.store = openStore();
    }

    private RocksStateStore openStore() {
        // A flush before the group is opened has nothing to wait for but the log itself.
        return RocksStateStore.open(directory, options, () -> log.join().force());
    }

    /**
     * Opens the ring on this state. A state that is ahead of its log, as a power cut in async mode can leave it, is thrown
     * away and made anew from the log.
     */
    Ring open(RingSettings settings, RingRuntime runtime, Function<LogApplier, RaftGroup> openGroup) {
        Ring ring;
        try {
            ring = Ring.open(settings, runtime, store, openGroup);
        } catch (AppliedBeyondLogException e) {
            LOG.warn("{}; the state is made anew from the log", e.getMessage());
            store.close();
            deleteDirectory();
            store = openStore();
            ring = Ring.open(settings, runtime, store, openGroup);
        }
        log.complete(ring.group().log());
        return ring;
    }

    /** Makes the state durable, if there is anything new. */
    synchronized void flush() {
        long applied = store.appliedIndex();
        if (applied > flushedIndex) {
            store.flush();
            flushedIndex = applied;
        }
    }

    private void deleteDirectory() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the state in " + directory, e);
        }
    }

    /** Closes the store without a last flush: the log has everything. */
    @Override
    public void close() {
        store.close();
    }
}
