package io.ringmq.store.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.store.state.MemoryStateStore;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueIndexTest {

    private static final int TOPIC = 7;
    private static final int QUEUE = 3;

    private final MemoryStateStore store = new MemoryStateStore();
    private final QueueIndex index = new QueueIndex(store);

    private void append(int topicId, int queueId, long baseOffset, IndexedMessage... messages) {
        try (StateBatch batch = store.newBatch()) {
            index.append(batch, topicId, queueId, baseOffset, List.of(messages));
            store.write(batch, 1);
        }
    }

    private static IndexedMessage message(long physicalOffset, long storeTimestampMs) {
        return new IndexedMessage(physicalOffset, 100, physicalOffset % 3 == 0 ? 0 : -physicalOffset, storeTimestampMs);
    }

    private List<Long> offsets(long fromOffset, int maxEntries) {
        List<Long> offsets = new ArrayList<>();
        for (QueueEntry entry : index.read(TOPIC, QUEUE, fromOffset, maxEntries)) {
            offsets.add(entry.queueOffset());
        }
        return offsets;
    }

    /** Queue offsets 0, 1-3, 4-5 with the store times 10, 20, 20, 30, 30, 40; neighbours must not leak in. */
    private void threeRecords() {
        append(TOPIC, QUEUE, 0, message(1000, 10));
        append(TOPIC, QUEUE, 1, message(2000, 20), message(2100, 20), message(3000, 30));
        append(TOPIC, QUEUE, 4, message(4000, 30), message(4100, 40));
        append(TOPIC, QUEUE - 1, 0, message(5000, 1));
        append(TOPIC, QUEUE + 1, 0, message(6000, 99));
        append(TOPIC + 1, QUEUE, 0, message(7000, 99));
    }

    @Test
    void theBytesOfARecordNeverChange() {
        byte[] record = IndexRecord.encode(
                List.of(new IndexedMessage(300, 200, -1, 1000), new IndexedMessage(512, 5, 64, 999)));
        // version, count | 300, 200, zigzag -1, zigzag 1000 | 12 bytes behind 500, 5, zigzag 64, zigzag -1
        assertEquals(
                "0102" + "ac02" + "c801" + "01" + "d00f" + "0c" + "05" + "8001" + "01",
                HexFormat.of().formatHex(record));
    }

    @Test
    void tellsWhereEveryQueueEnds() {
        List<String> ends = new ArrayList<>();
        index.forEachEnd((topicId, queueId, endOffset) -> ends.add(topicId + "/" + queueId + " " + endOffset));
        assertEquals(List.of(), ends);
        threeRecords();
        append(0, 0, 40, message(8000, 99), message(8100, 99));
        index.forEachEnd((topicId, queueId, endOffset) -> ends.add(topicId + "/" + queueId + " " + endOffset));
        assertEquals(List.of("8/3 1", "7/4 1", "7/3 6", "7/2 1", "0/0 42"), ends);
    }

    @Test
    void readsBackEveryField() {
        IndexedMessage first =
                new IndexedMessage(Long.MAX_VALUE / 2, Integer.MAX_VALUE, Long.MIN_VALUE, 1_700_000_000_000L);
        IndexedMessage second = new IndexedMessage(Long.MAX_VALUE / 2 + Integer.MAX_VALUE, 0, Long.MAX_VALUE, 0);
        append(TOPIC, QUEUE, 0, first, second);
        assertEquals(List.of(entry(0, first), entry(1, second)), index.read(TOPIC, QUEUE, 0, 10));
    }

    private static QueueEntry entry(long queueOffset, IndexedMessage message) {
        return new QueueEntry(
                queueOffset,
                message.physicalOffset(),
                message.sizeBytes(),
                message.tagHash(),
                message.storeTimestampMs());
    }

    @Test
    void readsFromAnyOffsetAcrossRecords() {
        threeRecords();
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), offsets(0, 100));
        assertEquals(List.of(2L, 3L, 4L), offsets(2, 3));
        assertEquals(List.of(5L), offsets(5, 3));
        assertEquals(List.of(), offsets(6, 3));
        assertEquals(List.of(), offsets(-1, 3));
        assertEquals(List.of(), offsets(0, 0));
        assertEquals(4100, index.read(TOPIC, QUEUE, 5, 1).get(0).physicalOffset());
    }

    @Test
    void anOffsetInFrontOfTheIndexFindsNothing() {
        append(TOPIC, QUEUE, 5, message(1000, 10));
        assertEquals(List.of(), offsets(3, 10));
        assertEquals(List.of(5L), offsets(5, 10));
    }

    @Test
    void searchesByTime() {
        threeRecords();
        long[][] timeLowerUpper = {
            {5, 0, 0}, {10, 0, 0}, {15, 1, 0}, {20, 1, 2}, {25, 3, 2}, {30, 3, 4}, {40, 5, 5}, {41, 6, 5}
        };
        for (long[] expected : timeLowerUpper) {
            String time = "time " + expected[0];
            assertEquals(expected[1], index.searchByTimestamp(TOPIC, QUEUE, 0, 6, expected[0], Boundary.LOWER), time);
            assertEquals(expected[2], index.searchByTimestamp(TOPIC, QUEUE, 0, 6, expected[0], Boundary.UPPER), time);
        }
        assertEquals(4, index.searchByTimestamp(TOPIC, QUEUE, 4, 6, 1, Boundary.UPPER));
        assertEquals(0, index.searchByTimestamp(TOPIC, 9, 0, 0, 1, Boundary.UPPER));
    }

    @Test
    void findsTheFirstMessageBehindAPhysicalOffset() {
        threeRecords();
        long[][] startFirst = {{0, 0}, {1000, 0}, {1001, 1}, {2100, 2}, {3000, 3}, {3001, 4}, {4100, 5}, {4101, 6}};
        for (long[] expected : startFirst) {
            assertEquals(expected[1], index.firstFrom(TOPIC, QUEUE, 0, 6, expected[0]), "start " + expected[0]);
        }
        assertEquals(2, index.firstFrom(TOPIC, QUEUE, 2, 6, 0), "no message before the least is asked for");
        assertEquals(0, index.firstFrom(TOPIC, 9, 0, 0, 99));
    }

    @Test
    void trimsWhatLiesBelowTheStartButNeverTheLastRecord() {
        for (long entry = 0; entry < 20; entry++) {
            append(TOPIC, QUEUE, 2 * entry, message(1000 * entry, entry), message(1000 * entry + 200, entry));
            append(TOPIC, QUEUE + 1, entry, message(1000 * entry + 400, entry));
        }
        append(TOPIC + 1, QUEUE, 0, message(1, 1));
        assertEquals(0, index.trim(0));
        assertEquals(0, index.trim(3000), "too few to be worth it");
        assertEquals(20 + 10, index.trim(10_000));
        assertEquals(List.of(), offsets(19, 5));
        assertEquals(List.of(20L, 21L, 22L), offsets(20, 3));
        assertEquals(20, index.firstFrom(TOPIC, QUEUE, 0, 40, 10_000));
        assertEquals(20, index.searchByTimestamp(TOPIC, QUEUE, 0, 40, 3, Boundary.LOWER));
        assertEquals(30, index.searchByTimestamp(TOPIC, QUEUE, 20, 40, 15, Boundary.LOWER));
        assertEquals(0, index.trim(10_000), "nothing is left to do");

        assertEquals(18 + 9, index.trim(Long.MAX_VALUE));
        assertEquals(List.of(38L, 39L), offsets(38, 5));
        assertEquals(40, index.firstFrom(TOPIC, QUEUE, 0, 40, Long.MAX_VALUE));
        List<String> ends = new ArrayList<>();
        index.forEachEnd((topicId, queueId, endOffset) -> ends.add(topicId + "/" + queueId + " " + endOffset));
        assertEquals(List.of("8/3 1", "7/4 20", "7/3 40"), ends, "queues end where they did");
    }

    @Test
    void deletesAllQueuesOfATopicAndNoOther() {
        threeRecords();
        try (StateBatch batch = store.newBatch()) {
            index.deleteTopic(batch, TOPIC);
            store.write(batch, 2);
        }
        assertEquals(List.of(), offsets(0, 100));
        assertEquals(List.of(), index.read(TOPIC, QUEUE + 1, 0, 10));
        assertEquals(1, index.read(TOPIC + 1, QUEUE, 0, 10).size());
    }

    @Test
    void damagedRecordsAreFound() {
        byte[] good = IndexRecord.encode(List.of(message(1000, 10), message(2000, 20)));
        for (int size = 0; size < good.length; size++) {
            byte[] cut = Arrays.copyOf(good, size);
            assertThrows(StateStoreException.class, () -> IndexRecord.decode(0, cut), "cut at " + size);
        }
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        assertThrows(StateStoreException.class, () -> IndexRecord.decode(0, longer));
    }

    @Test
    void messagesMustNotOverlap() {
        assertThrows(
                IllegalStateException.class, () -> IndexRecord.encode(List.of(message(1000, 1), message(1099, 1))));
    }
}
