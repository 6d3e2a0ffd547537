package io.ringmq.broker.retention;

import io.ringmq.store.commitlog.LogSegment;

/**
 * A segment that shall go.
 *
 * @param ring whose log it belongs to
 */
record Deletion(String ring, LogSegment segment, Reason reason) {
    /** Why a segment is deleted. */
    enum Reason {
        /** Older than {@code fileReservedTime}, and this is the hour. */
        AGE,
        /** Older than {@code fileReservedTime}, and the disk is fuller than {@code diskMaxUsedSpaceRatio}. */
        AGE_AND_DISK,
        /** The ring's log is larger than {@code maxLogBytes}. */
        LOG_SIZE,
        /** The disk is fuller than {@code diskSpaceCleanForciblyRatio}. */
        DISK
    }
}
