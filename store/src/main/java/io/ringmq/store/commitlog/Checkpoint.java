package io.ringmq.store.commitlog;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code raft.ckpt}: two slots of 4096 bytes, written in turn, so that a torn write leaves the other intact.
 * A slot is (big-endian):
 *
 * <pre>
 *  byte  size  field
 *  ----  ----  -----------------------------------------------------------
 *     0     4  magic and version, 0x524D4B31 ("RMK1")
 *     4     4  1 while a reset is under way, else 0
 *     8     8  sequence; the intact slot with the higher one counts
 *    16     8  segment size
 *    24     8  bytes the log may write between two forces
 *    32    28  origin: index 8, term 8, header CRC 4, end offset 8
 *    60    28  first, likewise
 *    88    28  mark, likewise
 *   116     4  CRC32C of bytes 0 to 115
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class Checkpoint implements AutoCloseable {
    static final String NAME = "raft.ckpt";
    static final int SLOT_BYTES = 4096;
    private static final int MAGIC = 0x524D4B31;
    private static final int CHECKED_BYTES = 116;
    private static final int USED_BYTES = CHECKED_BYTES + Integer.BYTES;

    private record Slot(long sequence, CheckpointState state) {}

    private final DiskFile file;
    private long sequence;
    private @Nullable CheckpointState state;

    private Checkpoint(DiskFile file, @Nullable Slot newest) {
        this.file = file;
        this.sequence = newest == null ? 0 : newest.sequence();
        this.state = newest == null ? null : newest.state();
    }

    static Checkpoint open(Disk disk) throws IOException {
        DiskFile file = disk.open(NAME);
        disk.syncDirectory("");
        Slot even = readSlot(file, 0);
        Slot odd = readSlot(file, 1);
        boolean evenIsNewer = odd == null || (even != null && even.sequence() > odd.sequence());
        return new Checkpoint(file, evenIsNewer ? even : odd);
    }

    /** The newest intact state; null if there is none. */
    @Nullable
    CheckpointState stored() {
        return state;
    }

    /** The newest state of a log that has one. */
    CheckpointState state() {
        if (state == null) {
            throw new IllegalStateException("The checkpoint was never written");
        }
        return state;
    }

    /**
     * Stores a state of which the previous one is merely a lower bound: should this slot be damaged later, the other
     * is still true.
     */
    void write(CheckpointState newState) throws IOException {
        writeSlot(sequence + 1, newState);
        sequence++;
        state = newState;
    }

    /**
     * Makes the stored state durable in both slots: what was read may be in the page cache only. Its own slot comes
     * first, with the same bytes, so that the other is not touched while it may be the only one on the disk.
     */
    void rewrite() throws IOException {
        CheckpointState stored = state();
        writeSlot(sequence, stored);
        write(stored);
    }

    private void writeSlot(long number, CheckpointState newState) throws IOException {
        file.write(new ByteBuffer[] {encode(number, newState)}, number % 2 * SLOT_BYTES);
        file.force();
    }

    /** Stores a state that makes the previous one wrong, in both slots. */
    void replace(CheckpointState newState) throws IOException {
        write(newState);
        write(newState);
    }

    private static ByteBuffer encode(long sequence, CheckpointState state) {
        ByteBuffer slot = ByteBuffer.allocate(USED_BYTES);
        slot.putInt(MAGIC).putInt(state.resetting() ? 1 : 0).putLong(sequence);
        slot.putLong(state.segmentBytes()).putLong(state.unforcedBytes());
        put(slot, state.origin());
        put(slot, state.first());
        put(slot, state.mark());
        return slot.putInt(crc(slot)).flip();
    }

    private static @Nullable Slot readSlot(DiskFile file, long number) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(USED_BYTES);
        if (!ReadFully.read(file, slot, number * SLOT_BYTES)
                || slot.getInt(0) != MAGIC
                || slot.getInt(CHECKED_BYTES) != crc(slot)) {
            return null;
        }
        slot.position(Integer.BYTES);
        boolean resetting = slot.getInt() != 0;
        long sequence = slot.getLong();
        long segmentBytes = slot.getLong();
        long unforcedBytes = slot.getLong();
        return new Slot(
                sequence,
                new CheckpointState(segmentBytes, unforcedBytes, resetting, point(slot), point(slot), point(slot)));
    }

    private static void put(ByteBuffer slot, ChainPoint point) {
        slot.putLong(point.index()).putLong(point.term());
        slot.putInt(point.headerCrc()).putLong(point.endOffset());
    }

    private static ChainPoint point(ByteBuffer slot) {
        return new ChainPoint(slot.getLong(), slot.getLong(), slot.getInt(), slot.getLong());
    }

    private static int crc(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.duplicate().clear().limit(CHECKED_BYTES));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
