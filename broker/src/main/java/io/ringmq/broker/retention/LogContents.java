package io.ringmq.broker.retention;

import io.ringmq.store.commitlog.LogSegment;
import java.util.List;

/**
 * What there is to delete in the log of a ring.
 *
 * @param segments on disk, lowest first
 * @param deletableBefore physical offset below which neither Raft nor a copy under way needs anything
 * @param waitingFrom physical offset from which on messages wait to be delivered; only a disk that is too full lets them
 *     go
 */
record LogContents(String ring, List<LogSegment> segments, long deletableBefore, long waitingFrom) {
    /** The segments that may go, lowest first; never one that is written to. */
    List<LogSegment> deletable() {
        return segments.stream()
                .takeWhile(segment -> segment.endOffset() <= deletableBefore)
                .toList();
    }

    /** Whether a full segment stays only because Raft or a copy under way may still need it. */
    boolean hasMoreInUse() {
        return segments.size() - deletable().size() > 1;
    }

    long sizeBytes() {
        return segments.stream().mapToLong(LogSegment::sizeBytes).sum();
    }
}
