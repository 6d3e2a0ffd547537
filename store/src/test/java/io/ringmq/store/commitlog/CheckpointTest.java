package io.ringmq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.store.disk.SimDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final CheckpointState ONE = CheckpointState.startingAt(65536, 4096, ChainPoint.ORIGIN);
    private static final CheckpointState TWO =
            ONE.withFirst(new ChainPoint(7, 2, -5, 800)).withMark(new ChainPoint(9, 3, 6, 1000));

    private final SimDisk disk = new SimDisk(1);

    @Test
    void isAbsentAtFirst() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(disk);
        assertNull(checkpoint.stored());
        assertThrows(IllegalStateException.class, checkpoint::state);
    }

    @Test
    void keepsTheNewerState() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(disk);
        checkpoint.write(ONE);
        checkpoint.write(TWO);
        disk.powerCut();
        assertEquals(TWO, Checkpoint.open(disk).stored());
    }

    @Test
    void fallsBackToTheOlderSlot() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(disk);
        checkpoint.write(ONE);
        checkpoint.write(TWO);
        disk.flipBit(Checkpoint.NAME, 90, 1);
        assertEquals(ONE, Checkpoint.open(disk).stored());
    }

    @Test
    void replaceLeavesNoOldState() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(disk);
        checkpoint.write(ONE);
        checkpoint.replace(TWO);
        disk.flipBit(Checkpoint.NAME, Checkpoint.SLOT_BYTES + 90L, 1);
        assertEquals(TWO, Checkpoint.open(disk).stored());
    }
}
