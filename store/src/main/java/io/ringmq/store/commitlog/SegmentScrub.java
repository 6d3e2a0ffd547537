package io.ringmq.store.commitlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads sealed segments frame by frame, beside whoever appends, and changes nothing. */
final class SegmentScrub {
    private final SegmentSet segments;
    private final LongSupplier startOffset;
    private final LongSupplier endOffset;
    private final LongSupplier truncations;
    private final BooleanSupplier closed;

    /** {@code truncations} changes when a truncation begins and when it ends. */
    SegmentScrub(
            SegmentSet segments,
            LongSupplier startOffset,
            LongSupplier endOffset,
            LongSupplier truncations,
            BooleanSupplier closed) {
        this.segments = segments;
        this.startOffset = startOffset;
        this.endOffset = endOffset;
        this.truncations = truncations;
        this.closed = closed;
    }

    ScrubStep run(long from, long maxBytes) {
        try {
            while (true) {
                long before = truncations.getAsLong();
                ScrubStep step = attempt(from, maxBytes);
                if (!step.isDamaged() || truncations.getAsLong() == before) {
                    return step;
                }
            }
        } catch (IOException e) {
            if (closed.getAsBoolean()) {
                return new ScrubStep(from, 0, ScrubStep.SOUND);
            }
            throw new UncheckedIOException("Cannot read the segments from physical offset " + from + " on", e);
        }
    }

    private ScrubStep attempt(long from, long maxBytes) throws IOException {
        SegmentLayout layout = segments.layout();
        long sealedEnd = layout.baseOf(endOffset.getAsLong());
        ScrubStep step = frames(from, sealedEnd, maxBytes);
        long base = layout.baseOf(from);
        if (!step.isDamaged() || layout.baseOf(step.damagedOffset()) != base) {
            return step;
        }
        // Where the last step ended there may be no frame any more, if entries were replaced since.
        return frames(
                Math.max(base, startOffset.getAsLong()),
                Math.min(sealedEnd, base + layout.segmentBytes()),
                layout.segmentBytes());
    }

    private ScrubStep frames(long from, long to, long maxBytes) throws IOException {
        long at = from;
        long readBytes = 0;
        while (at < to && readBytes < maxBytes) {
            long room = segments.layout().roomAt(at);
            FrameHeader header = room < FrameHeader.BYTES ? null : segments.headerAt(at);
            if (room >= FrameHeader.BYTES && !isSound(header, room)) {
                boolean deleted = segments.holding(at) == null;
                return new ScrubStep(at + room, readBytes, deleted ? ScrubStep.SOUND : at);
            }
            if (header == null) {
                at += room; // too little for a frame
            } else {
                at += header.frameBytes();
                readBytes += header.type() == FrameType.PAD ? FrameHeader.BYTES : header.frameBytes();
            }
        }
        return new ScrubStep(at, readBytes, ScrubStep.SOUND);
    }

    private boolean isSound(@Nullable FrameHeader header, long room) throws IOException {
        if (header == null || header.frameBytes() > room) {
            return false;
        }
        return header.type() == FrameType.PAD ? header.frameBytes() == room : segments.bodyIntact(header);
    }
}
