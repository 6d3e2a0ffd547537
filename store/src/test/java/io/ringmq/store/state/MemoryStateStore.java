package io.ringmq.store.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state store in memory, for tests: durable is what was flushed, and {@link #crash} takes the rest away. */
public final class MemoryStateStore implements StateStore {

    private Contents current;
    private Contents flushed;
    private final Runnable beforeFlush;
    private boolean closed;

    /** An empty store. */
    public MemoryStateStore() {
        this(() -> {});
    }

    /** An empty store with something to run ahead of each flush. */
    public MemoryStateStore(Runnable beforeFlush) {
        this(new Contents(), beforeFlush);
    }

    private MemoryStateStore(Contents flushed, Runnable beforeFlush) {
        this.flushed = flushed;
        this.current = flushed.copy();
        this.beforeFlush = beforeFlush;
    }

    private static final class Contents {
        private final Map<Family, NavigableMap<byte[], byte[]>> families = new EnumMap<>(Family.class);
        private long appliedIndex;

        Contents() {
            for (Family family : Family.values()) {
                families.put(family, new TreeMap<>(Arrays::compareUnsigned));
            }
        }

        Contents copy() {
            Contents copy = new Contents();
            families.forEach((family, entries) -> copy.of(family).putAll(entries));
            copy.appliedIndex = appliedIndex;
            return copy;
        }

        NavigableMap<byte[], byte[]> of(Family family) {
            NavigableMap<byte[], byte[]> entries = families.get(family);
            if (entries == null) {
                throw new IllegalStateException("no family " + family);
            }
            return entries;
        }

        NavigableMap<byte[], byte[]> range(Family family, KeyRange range) {
            if (range.isEmpty()) {
                return new TreeMap<>(Arrays::compareUnsigned);
            }
            NavigableMap<byte[], byte[]> tail = of(family).tailMap(range.from(), true);
            byte[] to = range.to();
            return to == null ? tail : tail.headMap(to, false);
        }
    }

    /** Drops what was not flushed and returns the store as the next start finds it; this one is closed. */
    public synchronized MemoryStateStore crash() {
        closed = true;
        return new MemoryStateStore(flushed.copy(), beforeFlush);
    }

    @Override
    public synchronized byte @Nullable [] get(Family family, byte[] key) {
        requireOpen();
        byte[] value = current.of(family).get(key);
        return value == null ? null : value.clone();
    }

    @Override
    public synchronized @Nullable StateEntry floor(Family family, byte[] key, int prefixBytes) {
        requireOpen();
        Map.Entry<byte[], byte[]> floor = current.of(family).floorEntry(key);
        if (floor == null || !sharesPrefix(floor.getKey(), key, prefixBytes)) {
            return null;
        }
        return new StateEntry(floor.getKey().clone(), floor.getValue().clone());
    }

    private static boolean sharesPrefix(byte[] found, byte[] key, int prefixBytes) {
        return found.length >= prefixBytes && Arrays.equals(found, 0, prefixBytes, key, 0, prefixBytes);
    }

    @Override
    public synchronized void scan(Family family, KeyRange range, Direction direction, Visitor visitor) {
        requireOpen();
        NavigableMap<byte[], byte[]> entries = current.range(family, range);
        visitAll(direction == Direction.ASCENDING ? entries : entries.descendingMap(), visitor);
    }

    @Override
    public synchronized void scanFromFloor(Family family, byte[] key, int prefixBytes, Visitor visitor) {
        StateEntry floor = floor(family, key, prefixBytes);
        NavigableMap<byte[], byte[]> from = current.of(family).tailMap(floor == null ? key : floor.key(), true);
        visitAll(from, (found, value) -> sharesPrefix(found, key, prefixBytes) && visitor.visit(found, value));
    }

    private static void visitAll(NavigableMap<byte[], byte[]> entries, Visitor visitor) {
        for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
            if (!visitor.visit(entry.getKey().clone(), entry.getValue().clone())) {
                return;
            }
        }
    }

    @Override
    public StateBatch newBatch() {
        return new MemoryBatch();
    }

    @Override
    public synchronized void write(StateBatch batch, long appliedIndex) {
        requireOpen();
        if (!(batch instanceof MemoryBatch changes)) {
            throw new IllegalStateException("the batch was made by another kind of store");
        }
        if (appliedIndex < current.appliedIndex) {
            throw new IllegalStateException("applied index " + appliedIndex + " is behind " + current.appliedIndex);
        }
        apply(changes);
        current.appliedIndex = appliedIndex;
    }

    private synchronized void apply(MemoryBatch batch) {
        requireOpen();
        batch.changes.forEach(change -> change.apply(current));
    }

    @Override
    public synchronized long appliedIndex() {
        return current.appliedIndex;
    }

    @Override
    public synchronized void flush() {
        requireOpen();
        beforeFlush.run();
        flushed = current.copy();
    }

    @Override
    public synchronized FrozenState freeze() {
        requireOpen();
        Contents frozen = current.copy();
        return new FrozenState() {
            private boolean closed;

            @Override
            public synchronized void scan(Family family, KeyRange range, Visitor visitor) {
                if (closed) {
                    throw new StateStoreException("the frozen state is closed");
                }
                visitAll(frozen.range(family, range), visitor);
            }

            @Override
            public synchronized void close() {
                closed = true;
            }
        };
    }

    /** Not offered in memory. */
    @Override
    public void checkpoint(Path directory) {
        throw new UnsupportedOperationException("a store in memory has no checkpoints");
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new StateStoreException("the state store is closed");
        }
    }

    private interface Change {
        void apply(Contents contents);
    }

    private final class MemoryBatch implements StateBatch {

        private final List<Change> changes = new ArrayList<>();

        @Override
        public void put(Family family, byte[] key, byte[] value) {
            byte[] keyCopy = key.clone();
            byte[] valueCopy = value.clone();
            changes.add(contents -> contents.of(family).put(keyCopy, valueCopy));
        }

        @Override
        public void delete(Family family, byte[] key) {
            byte[] keyCopy = key.clone();
            changes.add(contents -> contents.of(family).remove(keyCopy));
        }

        @Override
        public void deleteRange(Family family, KeyRange range) {
            if (range.to() == null) {
                throw new IllegalStateException("only a range with an upper bound can be deleted, not " + range);
            }
            changes.add(contents -> contents.range(family, range).clear());
        }

        @Override
        public void prune() {
            apply(this);
        }

        @Override
        public void close() {
            changes.clear();
        }
    }
}
