package io.ringmq.store.commitlog;

import java.util.function.Consumer;

/**
 * Keeps the segments from an offset on from being deleted, for whoever reads them over a longer time, until it is closed.
 * It knows no end of its own: the holder bounds its time. A reset of the log takes no notice of it.
 */
public final class SegmentLease implements AutoCloseable {
    private final long fromOffset;
    private final Consumer<SegmentLease> onClose;

    SegmentLease(long fromOffset, Consumer<SegmentLease> onClose) {
        this.fromOffset = fromOffset;
        this.onClose = onClose;
    }

    /** Physical offset from which on the log stays. */
    public long fromOffset() {
        return fromOffset;
    }

    /** Lets go; idempotent. */
    @Override
    public void close() {
        onClose.accept(this);
    }
}
