package io.ringmq.store.commitlog;

import static io.ringmq.store.commitlog.Frames.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.disk.DiskFile;
import io.ringmq.store.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final CommitLogOptions OPTIONS =
            CommitLogOptions.defaults().withSegmentBytes(65536).withMaxUnforcedBytes(4096);
    private static final String FIRST_SEGMENT = SegmentSet.name(0);

    private final SimDisk disk = new SimDisk(1);

    private CommitLog open() throws IOException {
        return CommitLog.open(disk, OPTIONS, Runnable::run);
    }

    private static List<FrameInput> range(long from, long to, long term) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(index -> data(index, term, 1000))
                .toList();
    }

    private byte[] bytesAt(long offset, int count) {
        byte[] bytes = new byte[count];
        disk.contentOf(FIRST_SEGMENT).get((int) offset, bytes);
        return bytes;
    }

    private void overwrite(long offset, byte[] bytes) throws IOException {
        try (DiskFile file = disk.open(FIRST_SEGMENT)) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, offset);
            file.force();
        }
    }

    /**
     * Raft paper, figure 7: entries 2 and 3 of term 5 were not committed, the leader of the older history writes
     * entry 2 of term 4 over them. The old frame of entry 3 fits in index, offset, checksum and order of terms.
     */
    @Test
    void rejectsAStaleFrameBehindAnEntryOfAnOlderTerm() throws IOException {
        CommitLog log = open();
        log.append(List.of(data(1, 3, 100), data(2, 5, 100), data(3, 5, 100)));
        FramePosition third = log.position(3);
        assertNotNull(third);
        byte[] stale = bytesAt(third.frameOffset(), third.frameBytes());
        log.truncateSuffix(1);
        log.append(List.of(data(2, 4, 100)));
        assertEquals(third.frameOffset(), log.endOffset());
        overwrite(third.frameOffset(), stale);
        disk.processKill();
        CommitLog recovered = open();
        assertEquals(2, recovered.lastIndex());
        assertEquals(4, recovered.term(2));
        assertEquals(
                ByteBuffer.allocate(stale.length),
                disk.contentOf(FIRST_SEGMENT).slice((int) third.frameOffset(), stale.length));
    }

    /** The previous term alone rejects it, even should the header checksums of both histories collide. */
    @Test
    void thePreviousTermIsComparedBesideTheChain() {
        ChainPoint written = new ChainPoint(2, 5, 77, 400);
        ByteBuffer header = ByteBuffer.allocate(FrameHeader.BYTES);
        FrameHeader.encode(data(3, 5, 8), written, 400, header);
        FrameHeader decoded = FrameHeader.decode(header.flip(), 400);
        assertNotNull(decoded);
        assertTrue(decoded.continues(written));
        assertEquals(false, decoded.continues(new ChainPoint(2, 4, 77, 400)));
        assertEquals(false, decoded.continues(new ChainPoint(2, 5, 78, 400)));
        assertEquals(false, decoded.continues(new ChainPoint(1, 5, 77, 400)));
    }

    @Test
    void cutsATornTailDurably() throws IOException {
        CommitLog log = open();
        log.append(range(1, 3, 1));
        FramePosition third = log.position(3);
        assertNotNull(third);
        disk.processKill();
        disk.zeroSector(FIRST_SEGMENT, third.bodyOffset() + 600);
        assertEquals(2, open().lastIndex());
        disk.powerCut();
        CommitLog recovered = open();
        assertEquals(2, recovered.lastIndex());
        assertEquals(third.frameOffset(), recovered.endOffset());
    }

    @Test
    void reportsDamageAboveTheMarkWhenLaterFramesProveThatItWasForced() throws IOException {
        CommitLog log = open();
        for (FrameInput input : range(1, 20, 1)) {
            log.append(List.of(input));
        }
        FramePosition fifth = log.position(5);
        assertNotNull(fifth);
        disk.processKill();
        disk.flipBit(FIRST_SEGMENT, fifth.bodyOffset() + 10, 3);
        CorruptLogException e = assertThrows(CorruptLogException.class, this::open);
        assertTrue(e.toString().contains(FIRST_SEGMENT), e::toString);
        assertTrue(e.toString().contains("entry 5"), e::toString);
        disk.flipBit(FIRST_SEGMENT, fifth.bodyOffset() + 10, 3);
        assertEquals(20, open().lastIndex());
    }

    @Test
    void reportsDamageBelowTheMarkWhenItIsRead() throws IOException {
        CommitLog log = open();
        log.append(range(1, 20, 1));
        log.close();
        disk.flipBit(FIRST_SEGMENT, 70, 3);
        CommitLog recovered = open();
        assertEquals(20, recovered.lastIndex());
        assertThrows(CorruptLogException.class, () -> recovered.read(1));
        assertNotNull(recovered.read(2));
    }

    @Test
    void rebuildsAMissingIndex() throws IOException {
        CommitLog log = open();
        log.append(range(1, 100, 1));
        log.close();
        for (String name : disk.list(DenseIndex.DIRECTORY)) {
            disk.delete(DenseIndex.DIRECTORY + "/" + name);
        }
        CommitLog recovered = open();
        for (FrameInput input : range(1, 100, 1)) {
            Frame frame = recovered.read(input.index());
            assertNotNull(frame);
            assertEquals(input.body(), frame.body());
        }
    }

    @Test
    void refusesALogWithoutItsCheckpointOrASegment() throws IOException {
        CommitLog log = open();
        log.append(range(1, 200, 1));
        log.close();
        disk.rename(FIRST_SEGMENT, FIRST_SEGMENT + "9");
        disk.delete(FIRST_SEGMENT + "9");
        assertThrows(CorruptLogException.class, this::open);
        disk.delete(Checkpoint.NAME);
        assertThrows(CorruptLogException.class, this::open);
    }

    @Test
    void aFailedForceIsFinal() throws IOException {
        CommitLog log = open();
        log.append(range(1, 3, 1));
        disk.failForceAfter(1);
        assertThrows(LogFailedException.class, () -> log.append(range(4, 5, 1)));
        assertEquals(3, log.storedIndex());
        assertThrows(LogFailedException.class, () -> log.append(range(4, 5, 1)));
        assertThrows(LogFailedException.class, log::force);
        assertThrows(LogFailedException.class, () -> log.truncateSuffix(1));
        assertNotNull(log.read(3));
    }
}
