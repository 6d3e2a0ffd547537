package io.ringmq.store.commitlog;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Keeps zero-filled room ahead of the end of the log in {@link FlushMode#SYNC}: the zeros are forced, so that an append
 * changes neither the size nor the extents of a file and its force needs no journal commit. The background task works in
 * steps; an append that overtakes it makes the room it needs itself.
 *
 * <p>In {@link FlushMode#ASYNC} nothing waits for a force, and files grow by their appends: to fill them ahead costs as
 * much as it saves, in bursts that hold up everything else on the machine.
 */
final class Preallocator {
    private static final int STEP_BYTES = 4 << 20;
    private static final int BLOCK_BYTES = 4096;
    private static final int INLINE_STEP_BYTES = 1 << 20;

    private final SegmentSet segments;
    private final int aheadBytes;
    private final boolean filling;
    private final Executor background;
    private final Consumer<IOException> onFailure;
    private volatile long end;
    private volatile boolean closed;
    private volatile boolean scheduled;

    Preallocator(SegmentSet segments, CommitLogOptions options, Executor background, Consumer<IOException> onFailure) {
        this.segments = segments;
        this.aheadBytes =
                (int) Math.min(options.preallocateBytes(), segments.layout().segmentBytes());
        this.filling = options.flushMode() == FlushMode.SYNC;
        this.background = background;
        this.onFailure = onFailure;
    }

    /** The segment for a write to {@code [from, to)}, which is within one segment, allocated up to {@code to}. */
    Segment segmentFor(long from, long to) throws IOException {
        Segment segment = segments.holding(from);
        if (segment != null && segment.allocatedEnd() >= to) {
            return segment;
        }
        return allocate(from, to);
    }

    private synchronized Segment allocate(long from, long to) throws IOException {
        SegmentLayout layout = segments.layout();
        Segment segment = segments.create(layout.baseOf(from));
        long step = Math.min(INLINE_STEP_BYTES, aheadBytes);
        long needed = to - segment.baseOffset();
        fill(segment, Math.min(layout.segmentBytes(), roundUp(needed, step)));
        return segment;
    }

    private static long roundUp(long bytes, long multiple) {
        return (bytes + multiple - 1) / multiple * multiple;
    }

    private void fill(Segment segment, long toBytes) throws IOException {
        if (segment.allocatedBytes() < toBytes) {
            if (filling) {
                segment.file().preallocate(segment.allocatedBytes(), toBytes);
                segment.file().force();
            }
            segment.allocatedTo(toBytes);
        }
    }

    /** Tells where the log ends now; starts the background task when less than half of the room is left. */
    void movedTo(long endOffset) {
        end = endOffset;
        if (filling && !scheduled && !closed && roomAhead(endOffset) < aheadBytes / 2) {
            scheduled = true;
            background.execute(this::run);
        }
    }

    private long roomAhead(long from) {
        long at = from;
        while (at - from < aheadBytes) {
            Segment segment = segments.holding(at);
            if (segment == null) {
                break;
            }
            at = Math.max(at, segment.allocatedEnd());
            if (segment.allocatedBytes() < segments.layout().segmentBytes()) {
                break;
            }
        }
        return at - from;
    }

    private void run() {
        scheduled = false;
        try {
            while (step()) {}
        } catch (IOException e) {
            onFailure.accept(e);
        }
    }

    /** Fills a little more; false when enough is there. */
    private synchronized boolean step() throws IOException {
        long ahead = closed ? aheadBytes : roomAhead(end);
        if (ahead >= aheadBytes) {
            return false;
        }
        SegmentLayout layout = segments.layout();
        Segment segment = segments.create(layout.baseOf(end + ahead));
        long from = segment.allocatedBytes();
        long to = from + Math.min(STEP_BYTES, aheadBytes - ahead);
        fill(segment, Math.min(layout.segmentBytes(), roundUp(to, BLOCK_BYTES)));
        return true;
    }

    /** Deletes every segment; the log continues at {@code endOffset}. */
    synchronized void startOver(long endOffset) throws IOException {
        segments.delete(0, Long.MAX_VALUE);
        end = endOffset;
    }

    /** Ends the background task; returns when it writes nothing more. */
    synchronized void close() {
        closed = true;
    }
}
