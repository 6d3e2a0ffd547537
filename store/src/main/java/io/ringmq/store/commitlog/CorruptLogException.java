package io.ringmq.store.commitlog;

/**
 * Bytes that had been durable are not what was written. The message names the file, the offset, the index and what to
 * do; nothing has been cut or changed.
 */
public final class CorruptLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@link #offset()} of damage that is not at a place of the log. */
    public static final long NOWHERE = -1;

    private final long offset;

    public CorruptLogException(String message) {
        this(message, NOWHERE);
    }

    CorruptLogException(String message, long offset) {
        super(message);
        this.offset = offset;
    }

    /** Physical offset at which {@link CommitLog#mend} can be tried, or {@link #NOWHERE}. */
    public long offset() {
        return offset;
    }

    static CorruptLogException at(SegmentLayout layout, long offset, long index) {
        long base = layout.baseOf(offset);
        return new CorruptLogException(
                "Segment " + SegmentSet.name(base) + " is damaged at byte " + (offset - base)
                        + " (physical offset " + offset + "), where entry " + index + " was durable. Nothing was cut."
                        + " Another replica that runs and has the entry is needed to mend it; or restore the file, or"
                        + " remove this member from the group and add it again with empty directories.",
                offset);
    }
}
