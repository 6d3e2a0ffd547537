package io.ringmq.store.commitlog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes in frames that {@link CommitLog#frames} of another replica gave out, and verifies that they continue the log here:
 * checksums, the chain, and the physical offset at which each is to be. Not thread-safe.
 */
public final class CopiedFrames {
    private final SegmentLayout layout;
    private ChainPoint end;

    /**
     * @param segmentBytes size of a segment, the same on all replicas
     * @param start the place after which the first frame belongs
     */
    public CopiedFrames(long segmentBytes, ChainPoint start) {
        this.layout = new SegmentLayout(segmentBytes);
        this.end = start;
    }

    /** Physical offset of the first of these frames on the replica that gave them out; unverified. */
    public static long offset(ByteBuffer frames) {
        return frames.getLong(frames.position() + FrameHeader.OFFSET_POSITION);
    }

    /** The place after the last frame taken in. */
    public ChainPoint end() {
        return end;
    }

    /**
     * The entries of these frames; their bodies are views of the buffer.
     *
     * @throws CorruptLogException if a frame is damaged, cut short or does not continue the one before; {@link #end()}
     *     is not moved then
     */
    public List<FrameInput> take(ByteBuffer frames) {
        List<FrameInput> entries = new ArrayList<>();
        ByteBuffer rest = frames.slice();
        ChainPoint at = end;
        while (rest.hasRemaining()) {
            FrameHeader header = header(rest, at);
            ByteBuffer body = rest.slice(rest.position() + FrameHeader.BYTES, header.bodyBytes());
            if (FrameHeader.bodyCrc(body) != header.bodyCrc()) {
                throw damaged(at);
            }
            entries.add(new FrameInput(header.index(), header.term(), header.type(), header.recordCount(), body));
            rest.position(rest.position() + header.frameBytes());
            at = header.toPoint();
        }
        end = at;
        return entries;
    }

    private FrameHeader header(ByteBuffer bytes, ChainPoint previous) {
        if (bytes.remaining() < FrameHeader.BYTES) {
            throw damaged(previous);
        }
        // Where a frame lies depends on its length, and its checksum on where it lies.
        int frameBytes = bytes.getInt(bytes.position() + Integer.BYTES);
        FrameHeader header = frameBytes < FrameHeader.BYTES || frameBytes > bytes.remaining()
                ? null
                : FrameHeader.decode(bytes, layout.place(previous.endOffset(), frameBytes));
        if (header == null || !header.continues(previous)) {
            throw damaged(previous);
        }
        return header;
    }

    private static CorruptLogException damaged(ChainPoint previous) {
        return new CorruptLogException("The copied frame of entry " + (previous.index() + 1)
                + " is damaged or does not continue the log, which ends at physical offset " + previous.endOffset());
    }
}
