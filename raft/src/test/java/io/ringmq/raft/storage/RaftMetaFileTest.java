package io.ringmq.raft.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RaftMetaFileTest {

    private final MemoryDisk disk = new MemoryDisk();

    private void overwrite(long position) throws IOException {
        disk.open(RaftMetaFile.NAME).write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, 2, 3})}, position);
    }

    @Test
    void remembersTheLastVote() throws IOException {
        assertFalse(RaftMetaFile.exists(disk));
        try (RaftMetaFile meta = RaftMetaFile.open(disk)) {
            assertEquals(0, meta.term());
            assertEquals("", meta.votedFor());
            for (int term = 1; term <= 5; term++) {
                meta.save(term, "node" + term + ":1");
                try (RaftMetaFile again = RaftMetaFile.open(disk)) {
                    assertEquals(term, again.term());
                    assertEquals("node" + term + ":1", again.votedFor());
                }
            }
            meta.save(6, "");
        }
        assertTrue(RaftMetaFile.exists(disk));
        assertEquals("", RaftMetaFile.open(disk).votedFor());
    }

    @Test
    void aTornWriteLeavesTheStateBefore() throws IOException {
        RaftMetaFile meta = RaftMetaFile.open(disk);
        meta.save(1, "a:1"); // sequence 2, slot 0
        meta.save(2, "b:1"); // sequence 3, slot 1
        overwrite(RaftMetaFile.SLOT_DISTANCE_BYTES + 20);
        RaftMetaFile recovered = RaftMetaFile.open(disk);
        assertEquals(1, recovered.term());
        assertEquals("a:1", recovered.votedFor());
        recovered.save(3, "c:1");
        assertEquals(3, RaftMetaFile.open(disk).term());
    }

    @Test
    void refusesWhenBothSlotsAreDamaged() throws IOException {
        RaftMetaFile meta = RaftMetaFile.open(disk);
        meta.save(1, "a:1");
        overwrite(20);
        overwrite(RaftMetaFile.SLOT_DISTANCE_BYTES + 20);
        String message =
                assertThrows(IOException.class, () -> RaftMetaFile.open(disk)).toString();
        assertTrue(message.contains("damaged"), message);
    }

    @Test
    void aFileCreatedButNeverWrittenIsFresh() throws IOException {
        disk.open(RaftMetaFile.NAME).close();
        assertEquals(0, RaftMetaFile.open(disk).term());
    }
}
