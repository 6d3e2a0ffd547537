package io.ringmq.store.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.store.state.StateStore.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every state store promises. */
abstract class StateStoreContract {

    final AtomicInteger forcedLog = new AtomicInteger();
    private @Nullable StateStore store;

    /** A new store that counts the forces of the log. */
    abstract StateStore create();

    /** The store after the process died and started again. */
    abstract StateStore crash(StateStore running);

    @BeforeEach
    void open() {
        store = create();
    }

    @AfterEach
    void close() {
        store().close();
    }

    StateStore store() {
        assertNotNull(store);
        return store;
    }

    static byte[] key(int... bytes) {
        byte[] key = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            key[i] = (byte) bytes[i];
        }
        return key;
    }

    void put(long index, byte[]... keys) {
        try (StateBatch batch = store().newBatch()) {
            for (byte[] key : keys) {
                batch.put(Family.OFFSETS, key, new byte[] {(byte) index});
            }
            store().write(batch, index);
        }
    }

    List<Integer> firstBytes(KeyRange range, Direction direction, int limit) {
        List<Integer> found = new ArrayList<>();
        store().scan(Family.OFFSETS, range, direction, (key, value) -> {
            found.add(key[0] & 0xff);
            return found.size() < limit;
        });
        return found;
    }

    @Test
    void readsWhatWasWritten() {
        put(3, key(1, 2));
        assertArrayEquals(new byte[] {3}, store().get(Family.OFFSETS, key(1, 2)));
        assertNull(store().get(Family.OFFSETS, key(1)));
        assertNull(store().get(Family.TOPICS, key(1, 2)));
        assertEquals(3, store().appliedIndex());
    }

    @Test
    void theLastChangeOfABatchWins() {
        put(1, key(5), key(6), key(7));
        try (StateBatch batch = store().newBatch()) {
            batch.put(Family.OFFSETS, key(6), key(66));
            batch.deleteRange(Family.OFFSETS, KeyRange.of(key(6), key(8)));
            batch.put(Family.OFFSETS, key(7), key(77));
            batch.put(Family.OFFSETS, key(5), key(55));
            batch.delete(Family.OFFSETS, key(5));
            store().write(batch, 2);
        }
        assertEquals(List.of(7), firstBytes(KeyRange.all(), Direction.ASCENDING, 10));
        assertArrayEquals(key(77), store().get(Family.OFFSETS, key(7)));
    }

    @Test
    void scansRangesInBothDirections() {
        put(1, key(0), key(1), key(1, 0), key(1, 255), key(2), key(200), key(255), key(255, 1));
        assertEquals(List.of(0, 1, 1, 1), firstBytes(KeyRange.all(), Direction.ASCENDING, 4));
        assertEquals(List.of(255, 255, 200), firstBytes(KeyRange.all(), Direction.DESCENDING, 3));
        assertEquals(List.of(1, 1, 1), firstBytes(KeyRange.prefix(key(1)), Direction.ASCENDING, 9));
        assertEquals(List.of(1, 1, 1), firstBytes(KeyRange.prefix(key(1)), Direction.DESCENDING, 9));
        assertEquals(List.of(255, 255), firstBytes(KeyRange.prefix(key(255)), Direction.ASCENDING, 9));
        assertEquals(List.of(2, 200), firstBytes(KeyRange.of(key(2), key(255)), Direction.ASCENDING, 9));
        assertEquals(List.of(), firstBytes(KeyRange.of(key(2), key(2)), Direction.ASCENDING, 9));
        assertEquals(List.of(), firstBytes(KeyRange.of(key(3), key(2)), Direction.DESCENDING, 9));
    }

    @Test
    void floorStaysWithinThePrefix() {
        put(1, key(1, 5), key(2, 3), key(2, 6));
        StateEntry exact = store().floor(Family.OFFSETS, key(2, 6), 1);
        StateEntry below = store().floor(Family.OFFSETS, key(2, 5), 1);
        assertNotNull(exact);
        assertNotNull(below);
        assertArrayEquals(key(2, 6), exact.key());
        assertArrayEquals(key(2, 3), below.key());
        assertNull(store().floor(Family.OFFSETS, key(2, 2), 1));
        assertNull(store().floor(Family.OFFSETS, key(3, 9), 1));
        assertNotNull(store().floor(Family.OFFSETS, key(3, 9), 0));
        assertNull(store().floor(Family.OFFSETS, key(1, 4), 0));
    }

    @Test
    void scansFromTheFloorToTheEndOfThePrefix() {
        put(1, key(1, 5), key(2, 3), key(2, 6), key(2, 9), key(3, 0));
        assertEquals(List.of(3, 6, 9), fromFloor(key(2, 5), 9));
        assertEquals(List.of(3, 6), fromFloor(key(2, 5), 2));
        assertEquals(List.of(6, 9), fromFloor(key(2, 6), 9));
        assertEquals(List.of(3, 6, 9), fromFloor(key(2, 1), 9));
        assertEquals(List.of(9), fromFloor(key(2, 200), 9));
        assertEquals(List.of(), fromFloor(key(4, 0), 9));
    }

    private List<Integer> fromFloor(byte[] key, int limit) {
        List<Integer> found = new ArrayList<>();
        store().scanFromFloor(Family.OFFSETS, key, 1, (entryKey, value) -> {
            found.add((int) entryKey[1]);
            return found.size() < limit;
        });
        return found;
    }

    @Test
    void aCrashTakesWhatWasNotFlushedFromAllFamiliesAndTheAppliedIndex() {
        put(1, key(1));
        store().flush();
        try (StateBatch batch = store().newBatch()) {
            batch.put(Family.TOPICS, key(9), key(9));
            batch.delete(Family.OFFSETS, key(1));
            store().write(batch, 2);
        }
        store = crash(store());
        assertEquals(1, store().appliedIndex());
        assertArrayEquals(key(1), store().get(Family.OFFSETS, key(1)));
        assertNull(store().get(Family.TOPICS, key(9)));
    }

    @Test
    void pruningLeavesTheAppliedIndexAlone() {
        put(3, key(1), key(2), key(3));
        try (StateBatch batch = store().newBatch()) {
            batch.deleteRange(Family.OFFSETS, KeyRange.of(key(1), key(3)));
            batch.prune();
        }
        assertEquals(3, store().appliedIndex());
        assertEquals(List.of(3), firstBytes(KeyRange.all(), Direction.ASCENDING, 9));
        store().flush();
        store = crash(store());
        assertEquals(3, store().appliedIndex());
        assertEquals(List.of(3), firstBytes(KeyRange.all(), Direction.ASCENDING, 9));
    }

    @Test
    void theLogIsForcedAheadOfAFlush() {
        put(1, key(1));
        assertEquals(0, forcedLog.get());
        store().flush();
        assertEquals(true, forcedLog.get() > 0);
    }

    @Test
    void theAppliedIndexNeverFalls() {
        put(5, key(1));
        assertThrows(IllegalStateException.class, () -> put(4, key(2)));
        put(5, key(3));
        assertEquals(5, store().appliedIndex());
    }

    @Test
    void aClosedStoreSaysSo() {
        store().close();
        assertThrows(StateStoreException.class, () -> store().get(Family.META, key(1)));
        assertThrows(StateStoreException.class, () -> put(1, key(1)));
    }

    @Test
    void aFrozenStateIsWhatItWas() {
        put(1, key(1), key(3));
        try (FrozenState frozen = store().freeze()) {
            put(2, key(2), key(3));
            List<String> seen = new ArrayList<>();
            frozen.scan(Family.OFFSETS, KeyRange.all(), (key, value) -> seen.add(key[0] + "=" + value[0]));
            assertEquals(List.of("1=1", "3=1"), seen);
            frozen.close();
            assertThrows(
                    StateStoreException.class, () -> frozen.scan(Family.OFFSETS, KeyRange.all(), (key, value) -> true));
        }
    }

    @Test
    void aFrozenStateMayBeClosedBehindItsStore() {
        put(1, key(1));
        FrozenState frozen = store().freeze();
        store().close();
        frozen.close();
        frozen.close();
    }
}
