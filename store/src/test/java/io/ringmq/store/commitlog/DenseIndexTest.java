package io.ringmq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DenseIndexTest {
    private static final long MORE_THAN_RESIDENT = (DenseIndex.RESIDENT_PAGES + 3L) * DenseIndex.PAGE_ENTRIES + 17;

    private final MemoryDisk disk = new MemoryDisk();

    private static IndexEntry entry(long index, long term) {
        return new IndexEntry(index * 72, 72, (int) index % 7, term, FrameType.DATA);
    }

    private DenseIndex filled() throws IOException {
        DenseIndex index = new DenseIndex(disk);
        for (long i = 1; i <= MORE_THAN_RESIDENT; i++) {
            index.add(i, entry(i, 1));
        }
        return index;
    }

    @Test
    void findsResidentAndStoredEntries() throws IOException {
        DenseIndex index = filled();
        assertNull(index.resident(1));
        for (long i = 1; i <= MORE_THAN_RESIDENT; i += 501) {
            assertEquals(entry(i, 1), index.get(i));
        }
        assertEquals(entry(MORE_THAN_RESIDENT, 1), index.get(MORE_THAN_RESIDENT));
        assertNull(index.get(MORE_THAN_RESIDENT + 1));
    }

    @Test
    void continuesInAnEvictedPage() throws IOException {
        DenseIndex index = filled();
        index.continueAt(10);
        index.add(10, entry(10, 2));
        assertEquals(entry(9, 1), index.get(9));
        assertEquals(entry(10, 2), index.get(10));
        index.force();
        DenseIndex reopened = new DenseIndex(disk);
        reopened.continueAt(11);
        assertEquals(entry(10, 2), reopened.get(10));
        assertTrue(reopened.visit(1, 10, (i, type) -> assertEquals(FrameType.DATA, type)));
    }

    @Test
    void seesDamagedAndMissingEntries() throws IOException {
        DenseIndex index = filled();
        index.force();
        ByteBuffer damage = ByteBuffer.wrap(new byte[] {1});
        disk.open(DenseIndex.DIRECTORY + "/" + "0".repeat(20))
                .write(new ByteBuffer[] {damage}, 100 * IndexEntry.BYTES + 3);
        assertNull(index.get(100));
        assertTrue(index.visit(1, 99, (i, type) -> {}));
        assertFalse(index.visit(1, 100, (i, type) -> {}));
        assertFalse(index.visit(MORE_THAN_RESIDENT, MORE_THAN_RESIDENT + 1, (i, type) -> {}));
    }

    @Test
    void refusesGaps() throws IOException {
        DenseIndex index = new DenseIndex(disk);
        assertThrows(IllegalStateException.class, () -> index.add(2, entry(2, 1)));
        index.clear(50);
        index.add(50, entry(50, 1));
        assertEquals(entry(50, 1), index.get(50));
        assertNull(index.get(49));
    }
}
