package io.ringmq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.disk.MemoryDisk;
import io.ringmq.store.disk.SimDisk;
import io.ringmq.store.disk.SimulatedCrash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas with the same entries; the bytes of one are damaged. */
class MendingTest {
    private static final long SEGMENT_BYTES = 65536;
    private static final int BODY_BYTES = 3001;
    private static final int ENTRIES = 70;
    private static final CommitLogOptions OPTIONS =
            CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES).withMaxUnforcedBytes(4096);

    private final Random random = new Random(20_261_122);
    private final SimDisk disk = new SimDisk(1);
    private CommitLog log = open(List.of());
    private CommitLog other = openOther(new MemoryDisk());

    private CommitLog open(List<FrameSource> replicas) {
        try {
            return CommitLog.open(disk, OPTIONS, Runnable::run, replicas);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static CommitLog openOther(MemoryDisk otherDisk) {
        try {
            return CommitLog.open(otherDisk, OPTIONS, Runnable::run);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void fillThreeSegmentsAndBeginAFourth() {
        fill(log, 1);
        fill(other, 1);
    }

    private static void fill(CommitLog target, long term) {
        for (long index = target.lastIndex() + 1; index <= ENTRIES; index++) {
            target.append(List.of(Frames.data(index, term, BODY_BYTES)));
        }
        assertEquals(3, target.endOffset() / SEGMENT_BYTES);
    }

    private static FrameSource from(CommitLog source) {
        return index -> {
            if (index > source.lastIndex()) {
                throw new IOException("it has no entry " + index);
            }
            return source.frames(index, source.lastIndex(), 20_000);
        };
    }

    private List<FrameSource> replicas() {
        return List.of(from(other));
    }

    private FramePosition position(long index) {
        return Objects.requireNonNull(other.position(index));
    }

    private static String file(long offset) {
        return SegmentSet.name(offset / SEGMENT_BYTES * SEGMENT_BYTES);
    }

    private void flip(long offset) {
        disk.flipBit(file(offset), offset % SEGMENT_BYTES, random.nextInt(8));
    }

    private void assertSame() {
        assertEquals(other.endOffset(), log.endOffset());
        assertEquals(bytes(other), bytes(log));
        for (long index = 1; index <= ENTRIES; index++) {
            assertEquals(Objects.requireNonNull(other.read(index)), log.read(index));
        }
    }

    private static ByteBuffer bytes(CommitLog source) {
        ByteBuffer bytes = ByteBuffer.allocate((int) (source.endOffset() - source.startOffset()));
        source.readFully(source.startOffset(), bytes);
        return bytes.flip();
    }

    @Test
    void aFlipInAnyPartOfAFrameIsMendedWhileTheLogIsOpen() throws IOException {
        for (int i = 0; i < 100; i++) {
            long index = 1L + random.nextInt(ENTRIES);
            FramePosition frame = position(index);
            // Magic, length, index, terms, offset, type, body length, both checksums, the chain, and bytes of the body.
            int[] parts = {0, 4, 8, 16, 24, 32, 40, 48, 52, 56, 60, 64, 64 + random.nextInt(BODY_BYTES)};
            flip(frame.frameOffset() + parts[i % parts.length]);
            CorruptLogException damage = assertThrows(CorruptLogException.class, () -> log.read(index));
            MendedFrames mended = log.mend(damage.offset(), replicas());
            assertEquals(index, mended.firstIndex());
            assertEquals(index, mended.lastIndex());
            assertSame();
        }
    }

    @Test
    void whatTheScrubberFindsIsMendedUntilNothingIsLeft() throws IOException {
        for (long index : new long[] {1, 2, 3, 20, 21, 22, 40, 41}) {
            flip(position(index).frameOffset() + random.nextInt(64 + BODY_BYTES));
        }
        // The filler at the end of the first segment.
        long filler = position(lastOfSegment(0)).endOffset();
        assertTrue(filler % SEGMENT_BYTES < SEGMENT_BYTES - 64);
        flip(filler + 20);
        int found = mendAll();
        assertTrue(found >= 4, found + " found");
        assertEquals(found, log.mendings());
        assertFalse(log.scrub(0, Long.MAX_VALUE).isDamaged());
        assertSame();
    }

    private int mendAll() throws IOException {
        int found = 0;
        ScrubStep step = log.scrub(0, Long.MAX_VALUE);
        while (step.isDamaged()) {
            found++;
            log.mend(step.damagedOffset(), replicas());
            step = log.scrub(step.damagedOffset(), Long.MAX_VALUE);
        }
        return found;
    }

    private long lastOfSegment(long base) {
        long index = 1;
        while (position(index + 1).endOffset() <= base + SEGMENT_BYTES) {
            index++;
        }
        return index;
    }

    @Test
    void wholeSectorsAndFramesThatAreGoneAreMended() throws IOException {
        long from = position(30).bodyOffset();
        for (long offset = from; offset < position(37).frameOffset(); offset += 512) {
            disk.zeroSector(file(offset), offset % SEGMENT_BYTES);
        }
        // Those before and after are damaged in their bodies at most.
        MendedFrames mended = log.mend(position(33).frameOffset(), replicas());
        assertTrue(mended.firstIndex() <= 31 && mended.lastIndex() >= 36, mended::toString);
        assertEquals(position(mended.firstIndex()).frameOffset(), mended.fromOffset());
        assertEquals(position(mended.lastIndex()).endOffset(), mended.toOffset());
        mendAll();
        assertSame();
    }

    @Test
    void theFirstFrameOfALogThatWasCutAtItsStartIsMended() throws IOException {
        for (CommitLog each : List.of(log, other)) {
            each.truncatePrefix(60);
            each.deleteSegmentsBefore(Long.MAX_VALUE);
        }
        long base = log.startOffset();
        assertEquals(2 * SEGMENT_BYTES, base);
        flip(base + 8);
        log.mend(base, replicas());
        assertEquals(bytes(other), bytes(log));
        log.close();
        flip(base + 8);
        assertThrows(CorruptLogException.class, () -> open(List.of()));
        log = open(replicas());
        assertEquals(bytes(other), bytes(log));
    }

    @Test
    void nothingIsTakenThatWasNotHere() throws IOException {
        CommitLog stranger = openOther(new MemoryDisk());
        for (long index = 1; index <= 29; index++) {
            stranger.append(List.of(Frames.data(index, 1, BODY_BYTES)));
        }
        // Sound frames of another history.
        fill(stranger, 2);
        FramePosition damaged = position(30);
        flip(damaged.bodyOffset() + 100);
        ByteBuffer before = bytes(log);
        FrameSource damagedToo = index -> {
            ByteBuffer frames = other.frames(index, ENTRIES, 20_000);
            return frames.put(100, (byte) (frames.get(100) ^ 1));
        };
        FrameSource nothing = index -> ByteBuffer.allocate(0);
        FrameSource down = index -> {
            throw new IOException("no connection");
        };
        List<FrameSource> useless = List.of(from(stranger), damagedToo, nothing, down);
        assertThrows(FramesUnavailableException.class, () -> log.mend(damaged.frameOffset(), useless));
        assertThrows(FramesUnavailableException.class, () -> log.mend(damaged.frameOffset(), List.of()));
        assertThrows(FramesUnavailableException.class, () -> log.mend(log.endOffset(), replicas()));
        assertEquals(before, bytes(log));
        List<FrameSource> all = new ArrayList<>(useless);
        all.add(from(other));
        log.mend(damaged.frameOffset(), all);
        assertSame();
    }

    @Test
    void theDamagedBytesAreKeptUpToABound() throws IOException {
        FramePosition frame = position(10);
        for (int i = 0; i < Quarantine.MAX_FILES + 5; i++) {
            flip(frame.bodyOffset() + i);
            ByteBuffer damaged = ByteBuffer.allocate(frame.frameBytes());
            log.readFully(frame.frameOffset(), damaged);
            log.mend(frame.frameOffset(), replicas());
            List<String> kept = disk.list(Quarantine.DIRECTORY);
            assertEquals(Math.min(i + 1, Quarantine.MAX_FILES), kept.size());
            String last = kept.get(kept.size() - 1);
            assertEquals("%08d-%020d".formatted(i + 1, frame.frameOffset()), last);
            assertEquals(damaged.flip(), disk.contentOf(Quarantine.DIRECTORY + "/" + last));
        }
    }

    /** A header damaged below the mark, and an index that does not help. */
    @Test
    void damageThatAStartMeetsIsMended() throws IOException {
        log.close();
        for (String name : disk.list(DenseIndex.DIRECTORY)) {
            disk.delete(DenseIndex.DIRECTORY + "/" + name);
        }
        flip(position(33).frameOffset() + 16);
        flip(position(34).frameOffset() + 16);
        flip(position(ENTRIES).frameOffset() + 16);
        assertTrue(
                assertThrows(CorruptLogException.class, () -> open(List.of())).offset() >= 0);
        log = open(replicas());
        assertSame();
    }

    /** Forced and acknowledged, but behind the mark that the checkpoint had when the process died. */
    @Test
    void damageBehindTheMarkIsMendedIfAFrameBehindItIsSound() throws IOException {
        assertTrue(position(65).frameOffset() >= 3 * SEGMENT_BYTES, "a mark is stored when a segment is full");
        disk.processKill();
        for (long damaged : new long[] {65, 67, ENTRIES - 1}) {
            flip(position(damaged).bodyOffset() + 10);
        }
        assertThrows(CorruptLogException.class, () -> open(List.of()));
        log = open(replicas());
        assertSame();
    }

    /** It may never have been forced. */
    @Test
    void aTornTailThatNobodyHasIsCut() throws IOException {
        other.truncateSuffix(ENTRIES - 2);
        disk.processKill();
        flip(position(ENTRIES - 2).endOffset() + 64 + 10);
        log = open(replicas());
        assertEquals(ENTRIES - 2, log.lastIndex());
        assertEquals(bytes(other), bytes(log));
    }

    @Test
    void aCrashAtAnyPointLeavesDamageOrNone() throws IOException {
        log.close();
        int crashes = 0;
        for (int step = 1; step < 60; step++) {
            disk.processKill();
            log = open(List.of());
            flip(position(20).frameOffset() + 8);
            flip(position(21).frameOffset() + 8);
            disk.crashAfter(step);
            try {
                log.mend(position(20).frameOffset(), replicas());
            } catch (SimulatedCrash e) {
                crashes++;
                disk.powerCut();
                log = open(List.of());
                log.mend(position(20).frameOffset(), replicas());
                assertNotNull(log.read(21));
            }
            disk.processKill();
            log = open(List.of());
            assertSame();
        }
        assertTrue(crashes >= 3, crashes + " crashes");
    }

    @Test
    void aLogThatIsCutMeanwhileIsLeftAlone() {
        flip(position(68).bodyOffset() + 10);
        FrameSource cutting = index -> {
            log.truncateSuffix(60);
            return other.frames(index, ENTRIES, 20_000);
        };
        assertThrows(
                FramesUnavailableException.class, () -> log.mend(position(68).frameOffset(), List.of(cutting)));
        assertEquals(60, log.lastIndex());
        fill(log, 1);
        assertSame();
    }
}
