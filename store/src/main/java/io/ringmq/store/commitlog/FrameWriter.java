package io.ringmq.store.commitlog;

import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays frames out and writes them, one gathering write for each run within a segment. Before it moves on to the next
 * segment it forces the one it leaves, in either flush mode: so only the last segment ever holds unforced bytes.
 */
final class FrameWriter {
    private static final byte[] PADDING = new byte[FrameHeader.ALIGNMENT_BYTES];

    /** What was written; {@code rolledAt} is the place where the last change of segment forced the log, if any. */
    record Written(
            List<IndexEntry> entries,
            ChainPoint end,
            @Nullable ChainPoint rolledAt) {}

    private final SegmentSet segments;
    private final SegmentLayout layout;
    private final Preallocator preallocator;
    private final CommitLogOptions options;

    private final List<ByteBuffer> run = new ArrayList<>();
    private ByteBuffer headers = ByteBuffer.allocate(0);
    private long runStart;
    private long runEnd;
    private long unforcedBytes;

    FrameWriter(SegmentSet segments, Preallocator preallocator, CommitLogOptions options) {
        this.segments = segments;
        this.layout = segments.layout();
        this.preallocator = preallocator;
        this.options = options;
    }

    /** Writes frames after {@code start}; forced on return in {@link FlushMode#SYNC}. */
    Written write(List<FrameInput> inputs, ChainPoint start) throws IOException {
        List<IndexEntry> entries = new ArrayList<>(inputs.size());
        // Each input may need a filler before it.
        headers = ByteBuffer.allocate(2 * inputs.size() * FrameHeader.BYTES);
        runStart = start.endOffset();
        runEnd = runStart;
        unforcedBytes = 0;
        ChainPoint at = start;
        ChainPoint rolledAt = null;
        for (FrameInput input : inputs) {
            long bytes = FrameHeader.frameBytes(input.body().remaining());
            long offset = layout.place(at.endOffset(), bytes);
            if (at.endOffset() > 0 && layout.baseOf(offset) != layout.baseOf(at.endOffset() - 1)) {
                roll(at, offset);
                rolledAt = at;
            } else if (mustForceBefore(bytes)) {
                flush(true);
            }
            at = add(input, at, offset);
            entries.add(new IndexEntry(offset, (int) bytes, input.recordCount(), at.term(), input.type()));
        }
        flush(options.flushMode() == FlushMode.SYNC);
        return new Written(entries, at, rolledAt);
    }

    private boolean mustForceBefore(long bytes) {
        return options.flushMode() == FlushMode.SYNC
                && unforcedBytes > 0
                && unforcedBytes + bytes > options.maxUnforcedBytes();
    }

    private ChainPoint add(FrameInput input, ChainPoint previous, long offset) {
        int headerStart = headers.position();
        int crc = FrameHeader.encode(input, previous, offset, headers);
        ByteBuffer body = input.body().duplicate();
        long bytes = FrameHeader.frameBytes(body.remaining());
        int padding = (int) (bytes - FrameHeader.BYTES - body.remaining());
        append(headers.slice(headerStart, FrameHeader.BYTES));
        append(body);
        append(ByteBuffer.wrap(PADDING, 0, padding));
        return new ChainPoint(input.index(), input.term(), crc, offset + bytes);
    }

    private void append(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            unforcedBytes += bytes.remaining();
            runEnd += bytes.remaining();
            run.add(bytes);
        }
    }

    /** Fills the segment up, forces it, and goes on in the next one. A log that starts at a boundary leaves none. */
    private void roll(ChainPoint at, long nextOffset) throws IOException {
        long room = nextOffset - at.endOffset();
        if (room >= FrameHeader.BYTES) {
            int headerStart = headers.position();
            FrameHeader.encodePad(at, at.endOffset(), (int) room, headers);
            append(headers.slice(headerStart, FrameHeader.BYTES));
        }
        flush(false);
        Segment left = segments.holding(nextOffset - 1);
        if (left != null) {
            fillUp(left);
            left.file().force();
        }
        unforcedBytes = 0;
        runStart = nextOffset;
        runEnd = nextOffset;
    }

    /** The filler is zeros up to the end of the segment on every replica, also where the file was not allocated that far. */
    private void fillUp(Segment segment) throws IOException {
        long lastByte = layout.segmentBytes() - 1;
        if (segment.file().size() <= lastByte) {
            segment.file().write(new ByteBuffer[] {ByteBuffer.wrap(PADDING, 0, 1)}, lastByte);
        }
    }

    private void flush(boolean force) throws IOException {
        if (!run.isEmpty()) {
            Segment segment = preallocator.segmentFor(runStart, runEnd);
            DiskFile file = segment.file();
            file.write(run.toArray(new ByteBuffer[0]), runStart - segment.baseOffset());
            run.clear();
            runStart = runEnd;
            if (force) {
                file.force();
                unforcedBytes = 0;
            }
        }
    }
}
