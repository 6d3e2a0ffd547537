package io.ringmq.store.commitlog;

/** Where frames go: a function of the frame lengths only, so the same on every replica. */
record SegmentLayout(long segmentBytes) {
    /** Offset of a frame of this length that is written after {@code endOffset}. */
    long place(long endOffset, long frameBytes) {
        long room = roomAt(endOffset);
        return frameBytes <= room ? endOffset : endOffset + room;
    }

    /** Bytes from this offset to the end of its segment; a whole segment at a boundary. */
    long roomAt(long offset) {
        return segmentBytes - offset % segmentBytes;
    }

    /** Base of the segment that holds the byte at this offset. */
    long baseOf(long offset) {
        return offset - offset % segmentBytes;
    }

    /** The first segment boundary at or after this offset. */
    long boundaryFrom(long offset) {
        return baseOf(offset + segmentBytes - 1);
    }
}
