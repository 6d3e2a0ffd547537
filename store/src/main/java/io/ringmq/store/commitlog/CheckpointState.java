package io.ringmq.store.commitlog;

/**
 * What {@link Checkpoint} stores.
 *
 * @param segmentBytes the segment size the log was created with
 * @param unforcedBytes how many bytes the log may write between two forces; {@link Long#MAX_VALUE} if unlimited
 * @param resetting a reset to {@code origin} began: every segment is to be deleted
 * @param origin where this log began, at its creation or its last reset
 * @param first the place before the first entry that Raft may read
 * @param mark everything up to here was forced; a lower bound of what is durable
 */
record CheckpointState(
        long segmentBytes,
        long unforcedBytes,
        boolean resetting,
        ChainPoint origin,
        ChainPoint first,
        ChainPoint mark) {

    static CheckpointState startingAt(long segmentBytes, long unforcedBytes, ChainPoint origin) {
        return new CheckpointState(segmentBytes, unforcedBytes, false, origin, origin, origin);
    }

    CheckpointState withMark(ChainPoint newMark) {
        return new CheckpointState(segmentBytes, unforcedBytes, resetting, origin, first, newMark);
    }

    CheckpointState withFirst(ChainPoint newFirst) {
        return new CheckpointState(segmentBytes, unforcedBytes, resetting, origin, newFirst, mark);
    }

    CheckpointState withUnforcedBytes(long bytes) {
        return new CheckpointState(segmentBytes, bytes, resetting, origin, first, mark);
    }

    CheckpointState resettingTo(ChainPoint start) {
        return new CheckpointState(segmentBytes, unforcedBytes, true, start, start, start);
    }

    CheckpointState resetDone() {
        return new CheckpointState(segmentBytes, unforcedBytes, false, origin, first, mark);
    }
}
