package io.ringmq.store.commitlog;

import java.util.List;

/** What entries must be like to be appended; asked before anything is written. */
final class AppendChecks {
    private AppendChecks() {}

    /**
     * Throws unless the entries continue the log and can be stored.
     *
     * @throws IllegalStateException if the indexes do not continue the log or a term decreases
     * @throws IllegalArgumentException if an entry cannot be stored
     */
    static void verify(List<FrameInput> frames, ChainPoint end, long segmentBytes) {
        long previousIndex = end.index();
        long previousTerm = end.term();
        for (FrameInput frame : frames) {
            if (frame.index() != previousIndex + 1) {
                throw new IllegalStateException("Entry " + frame.index() + " appended after entry " + previousIndex
                        + "; the log ends at " + end.index() + " and takes entries without a gap only");
            }
            if (frame.term() < previousTerm) {
                throw new IllegalStateException("Entry " + frame.index() + " has term " + frame.term()
                        + ", but the entry before it has term " + previousTerm);
            }
            verifyStorable(frame, segmentBytes);
            previousIndex = frame.index();
            previousTerm = frame.term();
        }
    }

    private static void verifyStorable(FrameInput frame, long segmentBytes) {
        long bytes = FrameHeader.frameBytes(frame.body().remaining());
        if (bytes > segmentBytes) {
            throw new IllegalArgumentException("Entry " + frame.index() + " needs a frame of " + bytes
                    + " bytes, more than a segment of " + segmentBytes + " bytes");
        }
        if (frame.type() == FrameType.PAD || frame.recordCount() < 0 || frame.term() > IndexEntry.MAX_TERM) {
            throw new IllegalArgumentException("Entry " + frame.index() + " has type " + frame.type() + ", "
                    + frame.recordCount() + " records and term " + frame.term()
                    + "; PAD, a negative count and a term above " + IndexEntry.MAX_TERM + " cannot be appended");
        }
    }
}
