package io.ringmq.store.commitlog;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Mends an open log; see {@link FrameMending}. */
final class LogMending {
    private final SegmentSet segments;
    private final DenseIndex index;
    private final FrameMending frames;
    private final LongSupplier lowestIndex;

    /** @param lowestIndex of the first entry on disk */
    LogMending(SegmentSet segments, DenseIndex index, FrameMending frames, LongSupplier lowestIndex) {
        this.segments = segments;
        this.index = index;
        this.frames = frames;
        this.lowestIndex = lowestIndex;
    }

    /**
     * Mends the damage that begins at an offset.
     *
     * @param origin where this log began
     * @param end the place after its last entry
     */
    MendedFrames mend(long offset, ChainPoint origin, ChainPoint end, List<FrameSource> replicas) throws IOException {
        long first = firstEndingAfter(offset, lowestIndex.getAsLong(), end.index());
        // The frame before is needed to verify the first that is mended, so it must not be damaged itself.
        ChainPoint before = pointAfter(first - 1, origin);
        while (before == null && first > lowestIndex.getAsLong()) {
            first--;
            before = pointAfter(first - 1, origin);
        }
        return before == null
                ? frames.mendFirst(first, entry(first).offset(), end, replicas)
                : frames.mend(before, end, replicas);
    }

    /** A filler belongs to the entry after it. */
    private long firstEndingAfter(long offset, long lowest, long last) throws IOException {
        long low = lowest;
        long high = last + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (entry(middle).endOffset() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low > last) {
            throw new FramesUnavailableException("No entry of this log lies at or behind physical offset " + offset);
        }
        return low;
    }

    private IndexEntry entry(long entryIndex) throws IOException {
        IndexEntry entry = index.get(entryIndex);
        if (entry == null) {
            throw new FramesUnavailableException("Entry " + entryIndex + " of " + DenseIndex.DIRECTORY
                    + " is damaged too; it is rebuilt at the next start");
        }
        return entry;
    }

    private @Nullable ChainPoint pointAfter(long entryIndex, ChainPoint origin) throws IOException {
        if (entryIndex == origin.index()) {
            return origin;
        }
        if (entryIndex < lowestIndex.getAsLong()) {
            return null;
        }
        FrameHeader header = segments.headerAt(entry(entryIndex).offset());
        return header != null && header.index() == entryIndex ? header.toPoint() : null;
    }
}
