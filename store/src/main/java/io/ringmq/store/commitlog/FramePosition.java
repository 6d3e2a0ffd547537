package io.ringmq.store.commitlog;

/**
 * Where a stored entry is.
 *
 * @param frameOffset physical offset of the frame's first byte
 * @param frameBytes length of the frame with header and padding
 * @param recordCount number of records in the body
 * @param term Raft term of the entry
 */
public record FramePosition(long frameOffset, int frameBytes, int recordCount, long term) {
    /** Physical offset of the body's first byte. */
    public long bodyOffset() {
        return frameOffset + FrameHeader.BYTES;
    }

    /** Physical offset behind the frame. */
    public long endOffset() {
        return frameOffset + frameBytes;
    }
}
