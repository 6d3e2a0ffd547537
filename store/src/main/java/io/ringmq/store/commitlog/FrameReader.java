package io.ringmq.store.commitlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries beside the thread that appends and truncates. A reader that finds damage looks whether entries were
 * truncated meanwhile, in which case it may have read bytes being replaced, and tries again; else it is corruption.
 */
final class FrameReader {
    private static final long NONE = -1;
    /** Frames that are followed to find one: a page of the index may be gone, but no reader is to take in a whole log. */
    private static final int MOST_WALKED = DenseIndex.PAGE_ENTRIES;

    private final SegmentSet segments;
    private final DenseIndex index;
    private final LongSupplier truncations;

    /** {@code truncations} changes when a truncation begins and when it ends. */
    FrameReader(SegmentSet segments, DenseIndex index, LongSupplier truncations) {
        this.segments = segments;
        this.index = index;
        this.truncations = truncations;
    }

    /** A question whose answer is null when the stored bytes do not fit. */
    interface Attempt<T> {
        @Nullable
        T run() throws IOException;
    }

    /** Says which entries may be asked for. */
    interface Bounds {
        boolean contain(long entryIndex);
    }

    private <T> @Nullable T attempt(long entryIndex, Bounds bounds, Attempt<T> attempt) {
        try {
            while (true) {
                long before = truncations.getAsLong();
                if (!bounds.contain(entryIndex)) {
                    return null;
                }
                T result = attempt.run();
                if (result != null) {
                    return result;
                }
                if (truncations.getAsLong() == before && bounds.contain(entryIndex)) {
                    throw damaged(entryIndex);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read entry " + entryIndex, e);
        }
    }

    /** The entry with its body, everything verified; null outside the bounds. */
    @Nullable
    Frame frame(long entryIndex, Bounds bounds) {
        return attempt(entryIndex, bounds, () -> readFrame(entryIndex));
    }

    /** The verified header; null outside the bounds. */
    @Nullable
    FrameHeader header(long entryIndex, Bounds bounds) {
        return attempt(entryIndex, bounds, () -> readHeader(entryIndex));
    }

    /** The index's entry, verified against the header unless it is in memory; null outside the bounds. */
    @Nullable
    IndexEntry entry(long entryIndex, Bounds bounds) {
        return attempt(entryIndex, bounds, () -> {
            IndexEntry resident = index.resident(entryIndex);
            if (resident != null) {
                return resident;
            }
            FrameHeader header = readHeader(entryIndex);
            return header == null ? null : IndexEntry.of(header);
        });
    }

    /** Fills {@code dst} with the bytes from {@code offset}, which must be inside {@code [start, end)}. */
    void bytes(long offset, ByteBuffer dst, long start, long end) {
        if (offset >= 0 && offset < start) {
            throw new OffsetRemovedException(offset);
        }
        if (offset < 0 || dst.remaining() > end - offset) {
            throw outside(offset, dst.remaining(), start, end);
        }
        long at = offset;
        int limit = dst.limit();
        try {
            while (dst.position() < limit) {
                int count =
                        (int) Math.min(limit - dst.position(), segments.layout().roomAt(at));
                dst.limit(dst.position() + count);
                if (!segments.read(at, dst)) {
                    throw segments.holding(at) == null
                            ? new OffsetRemovedException(at)
                            : outside(offset, limit, start, end);
                }
                dst.limit(limit);
                at += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read at physical offset " + at, e);
        }
    }

    /** Adjacent frames from this entry on, verified each by itself. */
    ByteBuffer frames(long from, long to, int maxBytes, Bounds bounds) {
        while (true) {
            ByteBuffer frames = adjacent(from, to, maxBytes, bounds);
            long suspect = firstDamaged(frames, from);
            if (suspect == NONE) {
                return frames;
            }
            // Damaged, or cut and written again meanwhile.
            if (frame(suspect, bounds) == null) {
                throw new IllegalArgumentException("Entry " + suspect + " is not on disk");
            }
        }
    }

    private static long firstDamaged(ByteBuffer frames, long from) {
        ByteBuffer rest = frames.duplicate();
        for (long index = from; rest.hasRemaining(); index++) {
            long offset = CopiedFrames.offset(rest);
            FrameHeader header = rest.remaining() < FrameHeader.BYTES ? null : FrameHeader.decode(rest, offset);
            if (header == null || header.index() != index || header.frameBytes() > rest.remaining()) {
                return index;
            }
            ByteBuffer body = rest.slice(rest.position() + FrameHeader.BYTES, header.bodyBytes());
            if (FrameHeader.bodyCrc(body) != header.bodyCrc()) {
                return index;
            }
            rest.position(rest.position() + header.frameBytes());
        }
        return NONE;
    }

    private ByteBuffer adjacent(long from, long to, int maxBytes, Bounds bounds) {
        IndexEntry first = entry(from, bounds);
        if (first == null) {
            throw new IllegalArgumentException("Entry " + from + " is not on disk");
        }
        long end = first.endOffset();
        long limit = Math.min(first.offset() + maxBytes, segments.layout().boundaryFrom(first.offset() + 1));
        for (long at = from + 1; at <= to; at++) {
            IndexEntry next = entry(at, bounds);
            if (next == null || next.offset() != end || next.endOffset() > limit) {
                break;
            }
            end = next.endOffset();
        }
        ByteBuffer frames = ByteBuffer.allocate((int) (end - first.offset()));
        bytes(first.offset(), frames, first.offset(), end);
        return frames.flip();
    }

    private static IllegalArgumentException outside(long offset, int bytes, long start, long end) {
        return new IllegalArgumentException(bytes + " bytes from physical offset " + offset
                + " are not inside the log, which is [" + start + ", " + end + ")");
    }

    /**
     * Where an entry lies. If what the index has of it is damaged, the frames tell, from the last entry in front of which the
     * index has an intact one.
     */
    private @Nullable IndexEntry located(long entryIndex) throws IOException {
        IndexEntry entry = index.get(entryIndex);
        if (entry != null) {
            return entry;
        }
        FrameHeader header = null;
        for (long before = entryIndex - 1;
                header == null && before > 0 && entryIndex - before <= MOST_WALKED;
                before--) {
            header = headerOf(before, index.get(before));
        }
        while (header != null && header.index() < entryIndex) {
            header = segments.headerAfter(header.toPoint());
        }
        return header == null ? null : IndexEntry.of(header);
    }

    private @Nullable FrameHeader readHeader(long entryIndex) throws IOException {
        return headerOf(entryIndex, located(entryIndex));
    }

    private @Nullable FrameHeader headerOf(long entryIndex, @Nullable IndexEntry entry) throws IOException {
        FrameHeader header = entry == null ? null : segments.headerAt(entry.offset());
        return header != null && header.index() == entryIndex ? header : null;
    }

    private @Nullable Frame readFrame(long entryIndex) throws IOException {
        IndexEntry entry = located(entryIndex);
        if (entry == null || entry.frameBytes() > segments.layout().segmentBytes()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(entry.frameBytes());
        if (!segments.read(entry.offset(), bytes)) {
            return null;
        }
        FrameHeader header = FrameHeader.decode(bytes.flip(), entry.offset());
        if (header == null || header.index() != entryIndex || header.frameBytes() != entry.frameBytes()) {
            return null;
        }
        ByteBuffer body = bytes.slice(FrameHeader.BYTES, header.bodyBytes()).asReadOnlyBuffer();
        if (FrameHeader.bodyCrc(body) != header.bodyCrc()) {
            return null;
        }
        return new Frame(
                entryIndex,
                header.term(),
                header.type(),
                header.recordCount(),
                header.offset(),
                header.offset() + FrameHeader.BYTES,
                body);
    }

    private CorruptLogException damaged(long entryIndex) throws IOException {
        IndexEntry entry = index.get(entryIndex);
        if (entry == null) {
            return new CorruptLogException("The entry " + entryIndex + " of " + DenseIndex.DIRECTORY
                    + " is damaged. Stop the process and remove that directory: it is rebuilt from the log.");
        }
        return CorruptLogException.at(segments.layout(), entry.offset(), entryIndex);
    }
}
