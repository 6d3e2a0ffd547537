package io.ringmq.store.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A state store on RocksDB, without its write-ahead log. All families are flushed together, so that the applied index
 * on disk matches every family on disk.
 *
 * <p>RocksDB flushes by itself when its memory is full. Were such a flush durable before the log entries it stems from,
 * a power cut would leave a state that is ahead of its log. Therefore {@code beforeFlush} runs ahead of each flush, on
 * a thread of RocksDB or on the caller of {@link #flush}; it must return only when the log is durable at least up to
 * the last entry written to this store. If it throws, no later write or flush succeeds: the node has to stop.
 */
public final class RocksStateStore implements StateStore {

    private static final byte[] APPLIED_INDEX_KEY = "appliedIndex".getBytes(StandardCharsets.US_ASCII);

    private final RocksInstance rocks;
    private final FlushGuard guard;
    private final DamageMark damage;
    private final WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
    private final FlushOptions flushOptions = new FlushOptions().setWaitForFlush(true);
    /** Readers share it; closing waits for them, because native memory must not vanish under a running read. */
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();

    private boolean closed;
    private volatile long appliedIndex;

    private RocksStateStore(RocksInstance rocks, FlushGuard guard, DamageMark damage) {
        this.rocks = rocks;
        this.guard = guard;
        this.damage = damage;
    }

    /**
     * Opens the store in a directory, which is created if it is missing.
     *
     * @param beforeFlush makes the log durable; see the class comment
     * @throws StateDamagedException if it is damaged, or an earlier process found it so
     */
    public static RocksStateStore open(Path directory, RocksOptions options, Runnable beforeFlush) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StateStoreException("cannot create the state directory " + directory, e);
        }
        RocksLibrary.load();
        DamageMark damage = new DamageMark(directory);
        damage.requireAbsent();
        FlushGuard guard = new FlushGuard(beforeFlush);
        RocksStateStore store = new RocksStateStore(RocksInstance.open(directory, options, guard), guard, damage);
        try {
            byte[] applied = store.get(Family.META, APPLIED_INDEX_KEY);
            store.appliedIndex = applied == null ? 0 : BigEndian.getLong(applied, 0);
            return store;
        } catch (StateStoreException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) {
        return call("read", () -> rocks.db().get(rocks.handle(family), key));
    }

    @Override
    public @Nullable StateEntry floor(Family family, byte[] key, int prefixBytes) {
        return call("read", () -> {
            try (RocksIterator iterator = rocks.db().newIterator(rocks.handle(family))) {
                iterator.seekForPrev(key);
                if (!iterator.isValid()) {
                    iterator.status();
                    return null;
                }
                byte[] found = iterator.key();
                return sharesPrefix(found, key, prefixBytes) ? new StateEntry(found, iterator.value()) : null;
            }
        });
    }

    @Override
    public void scan(Family family, KeyRange range, Direction direction, Visitor visitor) {
        if (range.isEmpty()) {
            return;
        }
        call("scan", () -> {
            try (RocksIterator iterator = rocks.db().newIterator(rocks.handle(family))) {
                if (direction == Direction.ASCENDING) {
                    scanAscending(iterator, range, visitor);
                } else {
                    scanDescending(iterator, range, visitor);
                }
                iterator.status();
                return null;
            }
        });
    }

    private static void scanAscending(RocksIterator iterator, KeyRange range, Visitor visitor) {
        byte[] to = range.to();
        iterator.seek(range.from());
        while (iterator.isValid()) {
            byte[] key = iterator.key();
            if ((to != null && Arrays.compareUnsigned(key, to) >= 0) || !visitor.visit(key, iterator.value())) {
                return;
            }
            iterator.next();
        }
    }

    private static void scanDescending(RocksIterator iterator, KeyRange range, Visitor visitor) {
        byte[] from = range.from();
        byte[] to = range.to();
        if (to == null) {
            iterator.seekToLast();
        } else {
            iterator.seekForPrev(to);
            if (iterator.isValid() && Arrays.equals(iterator.key(), to)) {
                iterator.prev();
            }
        }
        while (iterator.isValid()) {
            byte[] key = iterator.key();
            if (Arrays.compareUnsigned(key, from) < 0 || !visitor.visit(key, iterator.value())) {
                return;
            }
            iterator.prev();
        }
    }

    @Override
    public void scanFromFloor(Family family, byte[] key, int prefixBytes, Visitor visitor) {
        call("scan", () -> {
            try (RocksIterator iterator = rocks.db().newIterator(rocks.handle(family))) {
                iterator.seekForPrev(key);
                if (!iterator.isValid() || !sharesPrefix(iterator.key(), key, prefixBytes)) {
                    iterator.seek(key);
                }
                while (iterator.isValid()) {
                    byte[] found = iterator.key();
                    if (!sharesPrefix(found, key, prefixBytes) || !visitor.visit(found, iterator.value())) {
                        break;
                    }
                    iterator.next();
                }
                iterator.status();
                return null;
            }
        });
    }

    private static boolean sharesPrefix(byte[] found, byte[] key, int prefixBytes) {
        return found.length >= prefixBytes && Arrays.equals(found, 0, prefixBytes, key, 0, prefixBytes);
    }

    @Override
    public StateBatch newBatch() {
        return new RocksBatch();
    }

    @Override
    public void write(StateBatch batch, long index) {
        if (index < appliedIndex) {
            throw new IllegalStateException("applied index " + index + " is behind " + appliedIndex);
        }
        if (!(batch instanceof RocksBatch changes)) {
            throw new IllegalStateException("the batch was made by another kind of store");
        }
        changes.put(Family.META, APPLIED_INDEX_KEY, BigEndian.bytes(index));
        write(changes);
        appliedIndex = index;
    }

    private void write(RocksBatch changes) {
        guard.requireIntact();
        call("write", () -> {
            rocks.db().write(writeOptions, changes.batch);
            return null;
        });
    }

    @Override
    public long appliedIndex() {
        return appliedIndex;
    }

    @Override
    public void flush() {
        guard.forceLog();
        call("flush", () -> {
            rocks.db().flush(flushOptions, rocks.handles());
            rocks.clearGarbage();
            return null;
        });
        guard.requireIntact();
    }

    @Override
    public FrozenState freeze() {
        return new RocksFrozenState(
                Objects.requireNonNull(call("freeze", () -> rocks.db().getSnapshot())));
    }

    @Override
    public void checkpoint(Path directory) {
        flush();
        call("checkpoint", () -> {
            try (Checkpoint checkpoint = Checkpoint.create(rocks.db())) {
                checkpoint.createCheckpoint(directory.toString());
            }
            return null;
        });
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                rocks.close();
                writeOptions.close();
                flushOptions.close();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    private interface RocksCall<T> {
        @Nullable
        T run() throws RocksDBException;
    }

    private <T> @Nullable T call(String what, RocksCall<T> call) {
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new StateStoreException("cannot " + what + ": the state store is closed");
            }
            return call.run();
        } catch (RocksDBException e) {
            throw damage.explain("cannot " + what + " the state store", e);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private final class RocksFrozenState implements FrozenState {

        private final Snapshot snapshot;
        private boolean released;

        RocksFrozenState(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        // Not released under a running scan: both hold the monitor.
        @Override
        public synchronized void scan(Family family, KeyRange range, Visitor visitor) {
            if (released) {
                throw new StateStoreException("cannot scan a frozen state that was closed");
            }
            if (range.isEmpty()) {
                return;
            }
            call("scan", () -> {
                try (ReadOptions options =
                                new ReadOptions().setSnapshot(snapshot).setFillCache(false);
                        RocksIterator iterator = rocks.db().newIterator(rocks.handle(family), options)) {
                    scanAscending(iterator, range, visitor);
                    iterator.status();
                    return null;
                }
            });
        }

        @Override
        public synchronized void close() {
            lifetime.readLock().lock();
            try {
                // A closed store has let go of everything.
                if (!released && !closed) {
                    rocks.db().releaseSnapshot(snapshot);
                }
                released = true;
            } finally {
                lifetime.readLock().unlock();
            }
        }
    }

    private final class RocksBatch implements StateBatch {

        private final WriteBatch batch = new WriteBatch();

        @Override
        public void put(Family family, byte[] key, byte[] value) {
            add(() -> batch.put(rocks.handle(family), key, value));
        }

        @Override
        public void delete(Family family, byte[] key) {
            add(() -> batch.delete(rocks.handle(family), key));
        }

        @Override
        public void deleteRange(Family family, KeyRange range) {
            byte[] to = range.to();
            if (to == null) {
                throw new IllegalStateException("only a range with an upper bound can be deleted, not " + range);
            }
            if (!range.isEmpty()) {
                add(() -> batch.deleteRange(rocks.handle(family), range.from(), to));
            }
        }

        @Override
        public void prune() {
            RocksStateStore.this.write(this);
        }

        private void add(BatchChange change) {
            // Through the guard against a closed store: the handle of a family is native memory too.
            call("add to a batch of", () -> {
                change.run();
                return null;
            });
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    private interface BatchChange {
        void run() throws RocksDBException;
    }
}
