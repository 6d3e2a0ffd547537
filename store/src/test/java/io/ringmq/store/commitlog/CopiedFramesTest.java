package io.ringmq.store.commitlog;

import static io.ringmq.store.commitlog.Frames.conf;
import static io.ringmq.store.commitlog.Frames.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CopiedFramesTest {
    private static final int SEGMENT_BYTES = 65536;
    private static final int CHUNK_BYTES = 10_000;
    private static final CommitLogOptions OPTIONS = CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES);

    private final Disk leaderDisk = new MemoryDisk();
    private final CommitLog leader = open(leaderDisk);

    private static CommitLog open(Disk disk) {
        try {
            return CommitLog.open(disk, OPTIONS, Runnable::run);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Entries of all sizes, over several segments, some larger than a chunk. */
    private void fill(long from, long to) {
        List<FrameInput> inputs = new ArrayList<>();
        for (long index = from; index <= to; index++) {
            inputs.add(
                    index % 50 == 0
                            ? conf(index, index / 100 + 1, "a:1")
                            : data(index, index / 100 + 1, (int) (index * 7919 % 20_000)));
        }
        leader.append(inputs);
    }

    private void copy(CommitLog log, ChainPoint start, long toIndex) {
        CopiedFrames copied = new CopiedFrames(SEGMENT_BYTES, start);
        while (copied.end().index() < toIndex) {
            log.append(copied.take(leader.frames(copied.end().index() + 1, toIndex, CHUNK_BYTES)));
            assertEquals(log.pointAfter(log.lastIndex()), copied.end());
        }
    }

    private static List<ByteBuffer> segments(Disk disk, long fromBase, long endOffset) throws IOException {
        List<ByteBuffer> segments = new ArrayList<>();
        for (long base = fromBase; base < endOffset; base += SEGMENT_BYTES) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(SEGMENT_BYTES, endOffset - base));
            ReadFully.read(disk.open(SegmentSet.name(base)), bytes, 0);
            segments.add(bytes.flip());
        }
        return segments;
    }

    @Test
    void aCopyHasTheSameBytesWhereverItStarts() throws IOException {
        fill(1, 250);
        leader.truncatePrefix(200);
        leader.deleteSegmentsBefore(3 * SEGMENT_BYTES + 17);
        assertEquals(3 * SEGMENT_BYTES, leader.startOffset());
        Disk disk = new MemoryDisk();
        CommitLog replica = open(disk);
        ChainPoint start = leader.start();
        replica.reset(start);
        copy(replica, start, 230);
        assertEquals(leader.pointAfter(230), replica.pointAfter(230));
        long end = replica.endOffset();
        replica.close();
        assertEquals(segments(leaderDisk, 3 * SEGMENT_BYTES, end), segments(disk, 3 * SEGMENT_BYTES, end));

        CommitLog again = open(disk);
        assertEquals(start.index() + 1, again.firstIndex());
        copy(again, Objects.requireNonNull(again.pointAfter(again.lastIndex())), 250);
        assertEquals(leader.endOffset(), again.endOffset());
        assertEquals(
                List.of(200L, 250L),
                again.confFrames().stream()
                        .map(Frame::index)
                        .filter(i -> i >= 200)
                        .toList());
    }

    @Test
    void aLogThatHasNothingStartsAtItsEnd() {
        assertEquals(ChainPoint.ORIGIN, leader.start());
        fill(1, 3);
        assertEquals(ChainPoint.ORIGIN, leader.start());
    }

    @Test
    void damageIsRefusedWhereverItIs() {
        leader.append(List.of(data(1, 1, 100), data(2, 1, 33)));
        ByteBuffer frames = leader.frames(1, 2, CHUNK_BYTES);
        CopiedFrames intact = new CopiedFrames(SEGMENT_BYTES, ChainPoint.ORIGIN);
        assertEquals(2, intact.take(frames).size());
        int padding = 8 - 33 % 8;
        for (int i = 0; i < frames.limit() - padding; i++) {
            ByteBuffer damaged =
                    ByteBuffer.allocate(frames.limit()).put(frames.duplicate()).flip();
            damaged.put(i, (byte) (damaged.get(i) ^ 1));
            CopiedFrames copied = new CopiedFrames(SEGMENT_BYTES, ChainPoint.ORIGIN);
            if (i < 164 || i >= 168) { // the padding of the first frame is covered by nothing
                assertThrows(CorruptLogException.class, () -> copied.take(damaged), "byte " + i);
                assertEquals(ChainPoint.ORIGIN, copied.end());
            }
        }
        CopiedFrames elsewhere = new CopiedFrames(SEGMENT_BYTES, new ChainPoint(0, 0, 0, 8));
        assertThrows(CorruptLogException.class, () -> elsewhere.take(frames));
        ByteBuffer cut = frames.slice(0, frames.limit() - 8);
        assertThrows(CorruptLogException.class, () -> new CopiedFrames(SEGMENT_BYTES, ChainPoint.ORIGIN).take(cut));
    }
}
