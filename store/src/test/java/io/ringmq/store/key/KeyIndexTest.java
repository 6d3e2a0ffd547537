package io.ringmq.store.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.MemoryStateStore;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import io.ringmq.store.state.StateStoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
    private static final int GATHERED = 64;
    private static final int KEYS = 20;
    private static final long GIB = 1L << 30;

    /** A key and where it was put. */
    private record Put(int key, KeyPosition at) {}

    private final MemoryStateStore store = new MemoryStateStore();
    private final List<Put> model = new ArrayList<>();
    private KeyIndex index = KeyIndex.load(store, GATHERED);
    private long appliedIndex;
    private long nextOffset;
    private long nowMs = 1_000;

    private static long hash(int key) {
        ByteBuffer bytes = ByteBuffer.wrap(("key-" + key).getBytes(StandardCharsets.UTF_8));
        return KeyHash.of(KeyHash.seed("t"), bytes, 0, bytes.limit());
    }

    /** An entry whose messages have a key each. */
    private void entry(int... keys) {
        for (int key : keys) {
            KeyPosition at = new KeyPosition(nextOffset, nowMs);
            index.add(hash(key), at.physicalOffset(), at.storeTimestampMs());
            model.add(new Put(key, at));
            nextOffset += 100;
            nowMs++;
        }
        try (StateBatch batch = store.newBatch()) {
            index.endOfEntry(batch);
            store.write(batch, ++appliedIndex);
        }
    }

    private List<KeyPosition> find(int key, long fromMs, long toMs, long before, int max) {
        return index.find(new KeyQuery(hash(key), fromMs, toMs, before, max));
    }

    private List<KeyPosition> expected(int key, long fromMs, long toMs, long before, int max) {
        List<KeyPosition> all = new ArrayList<>(model.stream()
                .filter(put -> put.key() == key)
                .map(Put::at)
                .filter(at -> at.storeTimestampMs() >= fromMs && at.storeTimestampMs() <= toMs)
                .filter(at -> at.physicalOffset() < before)
                .toList());
        Collections.reverse(all);
        return all.subList(0, Math.min(max, all.size()));
    }

    private void check(Random random) {
        for (int key = 0; key < KEYS + 1; key++) {
            assertEquals(
                    expected(key, 0, Long.MAX_VALUE, Long.MAX_VALUE, 10_000),
                    find(key, 0, Long.MAX_VALUE, Long.MAX_VALUE, 10_000));
            long fromMs = random.nextLong(nowMs);
            long toMs = fromMs + random.nextLong(nowMs);
            long before = random.nextLong(nextOffset + 1);
            int max = 1 + random.nextInt(5);
            assertEquals(expected(key, fromMs, toMs, before, max), find(key, fromMs, toMs, before, max));
        }
    }

    @Test
    void whatWasAddedIsFoundNewestFirstAlsoAfterRestarts() {
        Random random = new Random(5);
        for (int round = 0; round < 400; round++) {
            int[] keys = random.ints(1 + random.nextInt(6), 0, KEYS).toArray();
            entry(keys);
            if (random.nextInt(20) == 0) {
                nextOffset += random.nextLong(GIB / 4);
            }
            if (random.nextInt(10) == 0) {
                index = KeyIndex.load(store, GATHERED);
                check(random);
            }
        }
        check(random);
    }

    @Test
    void keysThatFollowSlowlyAreGatheredToo() {
        entry(1);
        nowMs += 40L * 24 * 3_600_000;
        entry(1);
        nextOffset += 3 * GIB;
        entry(1);
        assertEquals(3, find(1, 0, Long.MAX_VALUE, Long.MAX_VALUE, 9).size());
        assertEquals(
                List.of(model.get(1).at()), find(1, model.get(1).at().storeTimestampMs(), Long.MAX_VALUE, 3 * GIB, 9));
    }

    @Test
    void aKeyOfAMessageCountsOnce() {
        index.add(hash(1), 0, 1);
        index.add(hash(1), 0, 1);
        try (StateBatch batch = store.newBatch()) {
            index.endOfEntry(batch);
            store.write(batch, ++appliedIndex);
        }
        assertEquals(List.of(new KeyPosition(0, 1)), find(1, 0, 9, 9, 9));
    }

    @Test
    void whatTheLogHasNoMoreIsTrimmed() {
        for (int i = 0; i < 6 * GATHERED; i++) {
            entry(i % KEYS);
            nextOffset += GIB / GATHERED;
        }
        int before = records();
        index.trim(GIB);
        assertEquals(before, records(), "the first GiB may reach into the next");
        index.trim(4 * GIB);
        assertTrue(records() < before, before + " records before, " + records() + " afterwards");
        int kept = records();
        index.trim(0);
        assertEquals(kept, records());
        for (int key = 0; key < KEYS; key++) {
            List<KeyPosition> found = find(key, 0, Long.MAX_VALUE, Long.MAX_VALUE, 10_000);
            List<KeyPosition> behind = expected(key, 0, Long.MAX_VALUE, Long.MAX_VALUE, 10_000).stream()
                    .filter(at -> at.physicalOffset() >= 4 * GIB)
                    .toList();
            assertTrue(found.containsAll(behind));
            assertTrue(found.size()
                    < expected(key, 0, Long.MAX_VALUE, Long.MAX_VALUE, 10_000).size());
        }
    }

    @Test
    void aPutIsSharedByManyKeys() {
        for (int i = 0; i < 4 * KeyIndex.GATHERED_KEYS; i++) {
            index = i == 0 ? KeyIndex.load(store) : index;
            index.add(KeyHash.of(i, ByteBuffer.wrap(new byte[] {1}), 0, 1), i, i);
            if (i % 32 == 31) {
                try (StateBatch batch = store.newBatch()) {
                    index.endOfEntry(batch);
                    store.write(batch, ++appliedIndex);
                }
            }
        }
        int slots = KeyIndex.GATHERED_KEYS / 32;
        assertEquals(
                slots + 3 * 256, records(), "one for each entry since the last gathering, one for each first byte");
    }

    private int records() {
        AtomicInteger count = new AtomicInteger();
        store.scan(Family.KEY_INDEX, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            count.incrementAndGet();
            return true;
        });
        return count.get();
    }

    @Test
    void theBytesOfARecordNeverChange() {
        KeyRun run = new KeyRun();
        run.add(0x0123456789abcdefL, 300, 1000);
        run.add(-1, 556, 999);
        assertEquals(
                "01" + "000000000000012c" + "00000000000003e8" + "01" + "23456789" + "00000000" + "00000000" + "ff"
                        + "ffffffff" + "00000100" + "ffffffff",
                HexFormat.of().formatHex(run.encode()));
        assertThrows(StateStoreException.class, () -> KeyRun.decode(new byte[] {1, 2}));
        assertThrows(StateStoreException.class, () -> KeyRun.decode(new byte[17]));
    }

    @Test
    void theHashNeverChanges() {
        ByteBuffer key = ByteBuffer.wrap("order-17".getBytes(StandardCharsets.UTF_8));
        assertEquals("ee2c07a8c11efc8c", Long.toHexString(KeyHash.of(KeyHash.seed("orders"), key, 0, 8)));
    }
}
