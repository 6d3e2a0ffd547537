package io.ringmq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.disk.SimDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bits flip in the file of the index, under entries that a start does not look at. */
class DamagedIndexTest {
    private static final int SEGMENT_BYTES = 65536;
    private static final int ENTRIES = 2 * DenseIndex.PAGE_ENTRIES;
    /** A start looks at the index from here on. */
    private static final long FIRST_KEPT = 5_000;

    private static final CommitLogOptions OPTIONS = CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES);

    private final Random random = new Random(20_261_122);
    private final SimDisk disk = new SimDisk(1);
    private CommitLog log = open();

    private CommitLog open() {
        try {
            return CommitLog.open(disk, OPTIONS, Runnable::run);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void fill() {
        for (long index = 1; index <= ENTRIES; index++) {
            log.append(List.of(Frames.data(index, 1, 40 + random.nextInt(40))));
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void restart(Runnable meanwhile) {
        log.close();
        meanwhile.run();
        log = open();
    }

    private void flip(long index) {
        disk.flipBit(
                "%s/%020d".formatted(DenseIndex.DIRECTORY, 0),
                index * IndexEntry.BYTES + random.nextInt(IndexEntry.BYTES),
                random.nextInt(8));
    }

    @Test
    void aReplicaGetsAllFramesAlthoughTheIndexOfOldOnesIsDamaged() {
        List<Long> damaged = List.of(2L, 700L, 701L, 702L, firstOfASegment(), FIRST_KEPT - 1);
        log.truncatePrefix(FIRST_KEPT);
        byte[] before = copied();
        restart(() -> damaged.forEach(this::flip));
        assertArrayEquals(before, copied());
    }

    private long firstOfASegment() {
        long index = 1_000;
        while (Objects.requireNonNull(log.position(index)).frameOffset() % SEGMENT_BYTES != 0) {
            index++;
        }
        return index;
    }

    /** All entries that Raft needs no more, as a replica that copies them gets them. */
    private byte[] copied() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long next = 1;
        while (next < FIRST_KEPT) {
            ByteBuffer frames = log.frames(next, FIRST_KEPT - 1, 20_000);
            while (frames.hasRemaining()) {
                FrameHeader header =
                        Objects.requireNonNull(FrameHeader.decode(frames.duplicate(), CopiedFrames.offset(frames)));
                assertEquals(next++, header.index());
                byte[] frame = new byte[header.frameBytes()];
                frames.get(frame);
                bytes.writeBytes(frame);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void damageOfTheFrameInFrontIsNotTakenForAnEntry() {
        FramePosition before = Objects.requireNonNull(log.position(900));
        log.truncatePrefix(FIRST_KEPT);
        restart(() -> {
            flip(901);
            disk.flipBit(
                    SegmentSet.name(before.frameOffset() / SEGMENT_BYTES * SEGMENT_BYTES),
                    before.frameOffset() % SEGMENT_BYTES + Long.BYTES,
                    3);
        });
        assertThrows(CorruptLogException.class, () -> log.frames(901, 901, SEGMENT_BYTES));
        assertTrue(log.frames(902, 902, SEGMENT_BYTES).hasRemaining());
    }
}
