package io.ringmq.store.commitlog;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Keeps {@link CommitLog#deleteSegmentsBefore} from removing bytes that are still to be copied. Thread-safe. */
public final class RetentionHold implements AutoCloseable {
    private final Consumer<RetentionHold> release;
    private volatile long offset;

    RetentionHold(long offset, Consumer<RetentionHold> release) {
        this.offset = offset;
        this.release = release;
    }

    /** The lowest physical offset that stays. */
    public long offset() {
        return offset;
    }

    /** What is below this physical offset is not needed any more; a lower one than before changes nothing. */
    public void moveTo(long physicalOffset) {
        if (physicalOffset > offset) {
            offset = physicalOffset;
        }
    }

    /** What is below these frames, which {@link CommitLog#frames} gave out, is not needed any more. */
    public void moveTo(ByteBuffer frames) {
        moveTo(FrameHeader.offset(frames));
    }

    @Override
    public void close() {
        release.accept(this);
    }
}
