package io.ringmq.store.commitlog;

import static io.ringmq.store.commitlog.Frames.conf;
import static io.ringmq.store.commitlog.Frames.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.MemoryDisk;
import io.ringmq.store.disk.NioDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {
    private static final long SEGMENT_BYTES = 65536;
    private static final CommitLogOptions OPTIONS = CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES);

    private static CommitLog open(Disk disk) throws IOException {
        return CommitLog.open(disk, OPTIONS, Runnable::run);
    }

    private static List<FrameInput> range(long from, long to, long term, int bodyBytes) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(index -> data(index, term, bodyBytes))
                .toList();
    }

    private static void assertStored(CommitLog log, FrameInput input) {
        Frame frame = log.read(input.index());
        assertNotNull(frame, () -> "entry " + input.index());
        assertEquals(input.term(), frame.term());
        assertEquals(input.type(), frame.type());
        assertEquals(input.body(), frame.body());
    }

    @Test
    void freshLogIsEmpty() throws IOException {
        CommitLog log = open(new MemoryDisk());
        assertEquals(1, log.firstIndex());
        assertEquals(0, log.lastIndex());
        assertEquals(0, log.endOffset());
        assertNull(log.read(1));
        assertEquals(0, log.term(1));
    }

    @Test
    void readsWhatWasAppendedAlsoAfterReopeningOnARealDirectory(@TempDir Path directory) throws IOException {
        List<FrameInput> inputs = new ArrayList<>(range(1, 300, 1, 1000));
        inputs.add(conf(301, 2, "a:1,b:2"));
        Disk disk = new NioDisk(directory);
        try (CommitLog log = open(disk)) {
            log.append(inputs.subList(0, 150));
            log.append(inputs.subList(150, 301));
            assertEquals(301, log.storedIndex());
            assertEquals(301, log.forcedIndex());
        }
        try (CommitLog log = open(disk)) {
            assertEquals(301, log.lastIndex());
            inputs.forEach(input -> assertStored(log, input));
            assertEquals(
                    List.of(301L), log.confFrames().stream().map(Frame::index).toList());
            assertEquals(2, log.term(301));
        }
    }

    @Test
    void recoversWithoutACleanClose() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        CommitLog log = open(disk);
        log.append(range(1, 100, 3, 2000));
        CommitLog reopened = open(disk);
        assertEquals(100, reopened.lastIndex());
        range(1, 100, 3, 2000).forEach(input -> assertStored(reopened, input));
        assertEquals(log.endOffset(), reopened.endOffset());
    }

    @Test
    void refusesGapsAndDecreasingTermsWithoutWriting() throws IOException {
        CommitLog log = open(new MemoryDisk());
        log.append(range(1, 3, 5, 10));
        assertThrows(IllegalStateException.class, () -> log.append(List.of(data(5, 5, 10))));
        assertThrows(IllegalStateException.class, () -> log.append(List.of(data(3, 5, 10))));
        assertThrows(IllegalStateException.class, () -> log.append(List.of(data(4, 4, 10))));
        assertThrows(IllegalStateException.class, () -> log.append(List.of(data(4, 5, 10), data(6, 5, 10))));
        assertThrows(IllegalArgumentException.class, () -> log.append(List.of(data(4, 5, (int) SEGMENT_BYTES))));
        assertEquals(3, log.lastIndex());
        log.append(List.of(data(4, 5, (int) SEGMENT_BYTES - FrameHeader.BYTES)));
        assertEquals(4, log.lastIndex());
        assertEquals(2 * SEGMENT_BYTES, log.endOffset());
    }

    @Test
    void offsetsAreAFunctionOfTheEntries() throws IOException {
        CommitLog one = open(new MemoryDisk());
        one.append(range(1, 200, 1, 1500));
        CommitLog other = open(new MemoryDisk());
        for (FrameInput input : range(1, 120, 1, 900)) {
            other.append(List.of(input));
        }
        other.truncateSuffix(0);
        for (FrameInput input : range(1, 200, 1, 1500)) {
            other.append(List.of(input));
        }
        for (long index = 1; index <= 200; index++) {
            assertEquals(one.position(index), other.position(index));
        }
        ByteBuffer oneBytes = ByteBuffer.allocate((int) one.endOffset());
        ByteBuffer otherBytes = ByteBuffer.allocate((int) other.endOffset());
        one.readFully(0, oneBytes);
        other.readFully(0, otherBytes);
        assertEquals(oneBytes.flip(), otherBytes.flip());
    }

    @Test
    void segmentsThatAreFullEndWhereTheirFilesEnd() throws IOException {
        for (FlushMode mode : FlushMode.values()) {
            CommitLog log = CommitLog.open(new MemoryDisk(), OPTIONS.withFlushMode(mode), Runnable::run);
            for (FrameInput input : range(1, 300, 1, 1000)) {
                log.append(List.of(input));
            }
            List<LogSegment> segments = log.segments();
            assertTrue(segments.size() > 2, segments::toString);
            for (LogSegment full : segments.subList(0, segments.size() - 1)) {
                assertEquals(full.endOffset() - full.baseOffset(), full.sizeBytes(), mode::toString);
            }
            // Fillers included, which nobody wrote.
            log.readFully(0, ByteBuffer.allocate((int) segments.get(1).endOffset()));
        }
    }

    @Test
    void truncatesTheSuffixWithItsConfigurations() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        CommitLog log = open(disk);
        log.append(List.of(conf(1, 1, "a"), data(2, 1, 10), conf(3, 1, "b")));
        log.append(range(4, 100, 1, 3000));
        log.truncateSuffix(2);
        assertEquals(2, log.lastIndex());
        assertEquals(2, log.forcedIndex());
        assertNull(log.read(3));
        assertEquals(1, log.confFrames().size());
        log.append(List.of(data(3, 2, 50)));
        CommitLog reopened = open(disk);
        assertEquals(3, reopened.lastIndex());
        assertStored(reopened, data(3, 2, 50));
        assertEquals(1, reopened.confFrames().size());
        assertThrows(IllegalStateException.class, () -> reopened.truncateSuffix(-1));
    }

    @Test
    void truncatesThePrefixButKeepsTheBytes() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        CommitLog log = open(disk);
        log.append(List.of(conf(1, 1, "a")));
        log.append(range(2, 100, 1, 3000));
        FramePosition early = log.position(5);
        assertNotNull(early);
        log.truncatePrefix(50);
        CommitLog reopened = open(disk);
        for (CommitLog each : List.of(log, reopened)) {
            assertEquals(50, each.firstIndex());
            assertEquals(100, each.lastIndex());
            assertNull(each.read(49));
            assertEquals(List.of(), each.confFrames());
            Frame frame = each.frameContaining(early.bodyOffset() + 7);
            assertNotNull(frame);
            assertEquals(5, frame.index());
            assertEquals(0, each.startOffset());
        }
        reopened.deleteSegmentsBefore(Long.MAX_VALUE);
        CommitLog again = open(disk);
        for (CommitLog each : List.of(reopened, again)) {
            assertEquals(50, each.firstIndex());
            assertEquals(2 * SEGMENT_BYTES, each.startOffset());
            assertNull(each.frameContaining(early.bodyOffset()));
            assertStored(each, data(50, 1, 3000));
            assertThrows(OffsetRemovedException.class, () -> each.readFully(0, ByteBuffer.allocate(1)));
            assertThrows(
                    IllegalArgumentException.class, () -> each.readFully(each.endOffset() - 1, ByteBuffer.allocate(2)));
        }
        again.truncateSuffix(49);
        again.append(List.of(data(50, 2, 1)));
        assertStored(open(disk), data(50, 2, 1));
    }

    @Test
    void deletesNoSegmentThatRaftOrALeaseNeeds() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        disk.setLastModifiedMs(name -> name.endsWith("0".repeat(20)) ? 7 : 8);
        CommitLog log = open(disk);
        log.append(range(1, 100, 1, 3000));
        assertEquals(0, log.deletableBefore());
        log.deleteSegmentsBefore(Long.MAX_VALUE);
        assertEquals(0, log.startOffset(), "nothing was compacted yet");

        log.truncatePrefix(70);
        assertEquals(3 * SEGMENT_BYTES, log.deletableBefore());
        SegmentLease lease = log.lease(SEGMENT_BYTES + 5);
        assertEquals(
                new LogSegment(0, SEGMENT_BYTES, SEGMENT_BYTES, 7),
                log.segments().get(0));
        log.deleteSegmentsBefore(Long.MAX_VALUE);
        assertEquals(SEGMENT_BYTES, log.startOffset());
        assertEquals(SEGMENT_BYTES, log.segments().get(0).baseOffset());
        log.readFully(lease.fromOffset(), ByteBuffer.allocate(100));
        assertThrows(OffsetRemovedException.class, () -> log.lease(SEGMENT_BYTES - 1));

        lease.close();
        log.deleteSegmentsBefore(2 * SEGMENT_BYTES + 1);
        assertEquals(2 * SEGMENT_BYTES, log.startOffset());
        log.deleteSegmentsBefore(Long.MAX_VALUE);
        assertEquals(3 * SEGMENT_BYTES, log.startOffset());
        assertStored(log, data(70, 1, 3000));
    }

    @Test
    void truncatesTheWholePrefix() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        CommitLog log = open(disk);
        log.append(range(1, 40, 1, 1000));
        log.truncatePrefix(41);
        long end = log.endOffset();
        CommitLog reopened = open(disk);
        assertEquals(41, reopened.firstIndex());
        assertEquals(40, reopened.lastIndex());
        assertEquals(end, reopened.endOffset());
        assertNotNull(reopened.frameContaining(100));
        reopened.append(List.of(data(41, 1, 10)));
        assertStored(reopened, data(41, 1, 10));
        reopened.truncatePrefix(100);
        assertEquals(100, reopened.firstIndex());
        assertEquals(99, reopened.lastIndex());
        assertEquals(SEGMENT_BYTES, reopened.endOffset());
        reopened.append(List.of(data(100, 9, 10)));
        assertStored(open(disk), data(100, 9, 10));
    }

    @Test
    void resetToTheLeadersPlaceContinuesItsOffsets() throws IOException {
        CommitLog leader = open(new MemoryDisk());
        leader.append(range(1, 60, 1, 3000));
        ChainPoint start = leader.pointAfter(42);
        assertNotNull(start);
        MemoryDisk disk = new MemoryDisk();
        CommitLog follower = open(disk);
        follower.append(range(1, 50, 1, 100));
        follower.reset(start);
        assertEquals(43, follower.firstIndex());
        assertEquals(42, follower.lastIndex());
        follower.append(range(43, 60, 1, 3000));
        CommitLog reopened = open(disk);
        for (long index = 43; index <= 60; index++) {
            assertEquals(leader.position(index), reopened.position(index));
        }
        assertEquals(start.endOffset(), reopened.startOffset());
        assertEquals(leader.pointAfter(60), reopened.pointAfter(60));
    }

    @Test
    void asyncModeForcesOnDemand() throws IOException {
        CommitLog log = CommitLog.open(new MemoryDisk(), OPTIONS.withFlushMode(FlushMode.ASYNC), Runnable::run);
        log.append(range(1, 10, 1, 100));
        assertEquals(10, log.storedIndex());
        assertEquals(0, log.forcedIndex());
        log.force();
        assertEquals(10, log.forcedIndex());
    }

    @Test
    void tellsListenersWhatIsStored() throws IOException {
        CommitLog log = open(new MemoryDisk());
        List<Long> seen = new ArrayList<>();
        log.addStoredListener(seen::add);
        log.append(range(1, 10, 1, 100));
        log.append(range(11, 12, 1, 100));
        assertEquals(List.of(10L, 12L), seen);
    }

    @Test
    void refusesAnotherSegmentSize() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        open(disk).close();
        assertThrows(
                IllegalArgumentException.class,
                () -> CommitLog.open(disk, OPTIONS.withSegmentBytes(2 * SEGMENT_BYTES), Runnable::run));
    }
}
