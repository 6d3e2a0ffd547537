package io.ringmq.store.commitlog;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The segment files {@code commitlog/<20-digit base offset>}. Readers may run beside one thread that writes, creates
 * and deletes; a reader that loses its segment to a deletion sees it as absent.
 */
final class SegmentSet implements AutoCloseable {
    static final String DIRECTORY = "commitlog";
    private static final int ZEROS_BYTES = 1 << 16;

    private final Disk disk;
    private final SegmentLayout layout;
    private final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

    private SegmentSet(Disk disk, SegmentLayout layout) {
        this.disk = disk;
        this.layout = layout;
    }

    static SegmentSet open(Disk disk, SegmentLayout layout) throws IOException {
        disk.createDirectories(DIRECTORY);
        // A process that died may have created a file without making its name durable.
        disk.syncDirectory(DIRECTORY);
        SegmentSet set = new SegmentSet(disk, layout);
        for (String name : disk.list(DIRECTORY)) {
            long base = Long.parseLong(name);
            DiskFile file = disk.open(DIRECTORY + "/" + name);
            set.segments.put(base, new Segment(base, file, file.size()));
        }
        return set;
    }

    SegmentLayout layout() {
        return layout;
    }

    static String name(long baseOffset) {
        return "%s/%020d".formatted(DIRECTORY, baseOffset);
    }

    /** Base offsets of all segments, ascending. */
    List<Long> bases() {
        return List.copyOf(segments.keySet());
    }

    /** All segments as they lie on the disk, ascending. */
    List<LogSegment> describe() {
        return segments.values().stream().map(this::describe).toList();
    }

    private LogSegment describe(Segment segment) {
        long base = segment.baseOffset();
        try {
            long modifiedMs = disk.lastModifiedMs(name(base));
            return new LogSegment(
                    base, base + layout.segmentBytes(), segment.file().size(), modifiedMs);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at " + name(base), e);
        }
    }

    /** The segment that holds the byte at this offset, null if absent. */
    @Nullable
    Segment holding(long offset) {
        return segments.get(layout.baseOf(offset));
    }

    /** The segment that holds the byte at this offset, which must be there. */
    Segment existing(long offset) {
        Segment segment = holding(offset);
        if (segment == null) {
            throw new IllegalStateException("No segment holds offset " + offset);
        }
        return segment;
    }

    /** The segment with this base, created empty and durably named if absent. */
    Segment create(long baseOffset) throws IOException {
        Segment existing = segments.get(baseOffset);
        if (existing != null) {
            return existing;
        }
        Segment segment = new Segment(baseOffset, disk.open(name(baseOffset)), 0);
        disk.syncDirectory(DIRECTORY);
        segments.put(baseOffset, segment);
        return segment;
    }

    /** Fills {@code dst} from {@code offset}, within one segment; false if these bytes are not there. */
    boolean read(long offset, ByteBuffer dst) throws IOException {
        Segment segment = holding(offset);
        if (segment == null || dst.remaining() > layout.roomAt(offset)) {
            return false;
        }
        try {
            return ReadFully.read(segment.file(), dst, offset - segment.baseOffset());
        } catch (IOException e) {
            if (segments.get(segment.baseOffset()) != segment) {
                return false;
            }
            throw e;
        }
    }

    /** The intact frame header stored at this offset, null if there is none. */
    @Nullable
    FrameHeader headerAt(long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FrameHeader.BYTES);
        return read(offset, bytes) ? FrameHeader.decode(bytes.flip(), offset) : null;
    }

    /** Where the frame that follows {@code previous} is, or would be as far as what is stored there tells. */
    long offsetAfter(ChainPoint previous) throws IOException {
        long offset = previous.endOffset();
        long room = layout.roomAt(offset);
        FrameHeader header = room < FrameHeader.BYTES ? null : headerAt(offset);
        boolean padded = header != null
                && header.type() == FrameType.PAD
                && header.frameBytes() == room
                && header.chainsTo(previous);
        return padded || room < FrameHeader.BYTES ? offset + room : offset;
    }

    /** The header of the entry that follows {@code previous}, null if there is none intact. */
    @Nullable
    FrameHeader headerAfter(ChainPoint previous) throws IOException {
        FrameHeader header = headerAt(offsetAfter(previous));
        return header != null
                        && header.continues(previous)
                        && layout.place(previous.endOffset(), header.frameBytes()) == header.offset()
                ? header
                : null;
    }

    /** Whether the body of this frame is what its header says. */
    boolean bodyIntact(FrameHeader header) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(header.bodyBytes());
        return read(header.offset() + FrameHeader.BYTES, body) && FrameHeader.bodyCrc(body.flip()) == header.bodyCrc();
    }

    /** Makes what was written to the segment that holds this offset durable. */
    void force(long offset) throws IOException {
        existing(offset).file().force();
    }

    /** Writes zeros over {@code [from, to)}, which is within one segment, the last byte first. Not forced. */
    void zero(long from, long to) throws IOException {
        Segment segment = existing(from);
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, to - from));
        long end = to;
        while (end > from) {
            long start = Math.max(from, end - zeros.capacity());
            zeros.clear().limit((int) (end - start));
            segment.file().write(new ByteBuffer[] {zeros}, start - segment.baseOffset());
            end = start;
        }
    }

    /** Writes zeros over {@code [from, to)}, the last segment first, each durable before the one before it. */
    void zeroBackwards(long from, long to) throws IOException {
        long end = to;
        while (end > from) {
            long start = Math.max(from, layout.baseOf(end - 1));
            zero(start, end);
            force(start);
            end = start;
        }
    }

    /** Index of the entry with which a segment begins. */
    long firstIndexIn(long base) throws IOException {
        FrameHeader header = headerAt(base);
        if (header == null) {
            throw new CorruptLogException("Segment " + name(base) + " is damaged in its first frame", base);
        }
        return header.index();
    }

    /** Deletes the segments with a base in {@code [fromBase, toBase)}, lowest first, durably. */
    void delete(long fromBase, long toBase) throws IOException {
        Map<Long, Segment> doomed = segments.subMap(fromBase, toBase);
        if (doomed.isEmpty()) {
            return;
        }
        for (Segment segment : List.copyOf(doomed.values())) {
            segments.remove(segment.baseOffset());
            disk.delete(name(segment.baseOffset()));
            segment.file().close();
        }
        disk.syncDirectory(DIRECTORY);
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.file().close();
        }
    }
}
