package io.ringmq.raft.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.disk.MemoryDisk;
import io.ringmq.store.disk.SimDisk;
import io.ringmq.store.disk.SimulatedCrash;
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

    /** A forgotten vote could be given twice in a term. */
    @Test
    void damageToEitherSlotForgetsNothing() throws IOException {
        for (long damaged : new long[] {20, RaftMetaFile.SLOT_DISTANCE_BYTES + 20}) {
            try (RaftMetaFile meta = RaftMetaFile.open(disk)) {
                meta.save(meta.term() + 1, "a:1");
                meta.save(meta.term() + 1, "b:1");
            }
            long term = RaftMetaFile.open(disk).term();
            overwrite(damaged);
            RaftMetaFile recovered = RaftMetaFile.open(disk);
            assertEquals(term, recovered.term());
            assertEquals("b:1", recovered.votedFor());
            // The other slot can be damaged next.
            overwrite(RaftMetaFile.SLOT_DISTANCE_BYTES + 40 - damaged);
            assertEquals(term, RaftMetaFile.open(disk).term());
        }
    }

    @Test
    void aWriteThatWasTornBeforeItsAnswerLeavesAStateThatIsWhole() throws IOException {
        SimDisk power = new SimDisk(7);
        RaftMetaFile.open(power).save(1, "a:1");
        for (int step = 1; step <= 4; step++) {
            RaftMetaFile meta = RaftMetaFile.open(power);
            long term = meta.term();
            power.crashAfter(step);
            assertThrows(SimulatedCrash.class, () -> meta.save(term + 1, "b:1"));
            power.powerCut();
            long recovered = RaftMetaFile.open(power).term();
            assertTrue(recovered == term || recovered == term + 1, recovered + " after " + term);
        }
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
