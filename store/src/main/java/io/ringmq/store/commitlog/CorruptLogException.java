package io.ringmq.store.commitlog;

/**
 * Bytes that had been durable are not what was written. The message names the file, the offset, the index and what to
 * do; nothing has been cut or changed.
 */
public final class CorruptLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptLogException(String message) {
        super(message);
    }

    static CorruptLogException at(SegmentLayout layout, long offset, long index) {
        long base = layout.baseOf(offset);
        return new CorruptLogException("Segment " + SegmentSet.name(base) + " is damaged at byte " + (offset - base)
                + " (physical offset " + offset + "), where entry " + index + " was durable. Nothing was cut. Restore"
                + " the file from another replica, which holds the same bytes, or remove the data directory and let"
                + " this replica rejoin as a new member.");
    }
}
