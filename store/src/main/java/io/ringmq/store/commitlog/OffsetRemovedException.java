package io.ringmq.store.commitlog;

/** The bytes asked for were in the log once and have been removed with their segment. */
public final class OffsetRemovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OffsetRemovedException(long physicalOffset) {
        super("Physical offset " + physicalOffset + " was removed from this replica's log");
    }
}
