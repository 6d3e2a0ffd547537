package io.ringmq.store.commitlog;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Another replica of a log, whose frames are the same bytes at the same physical offsets. Used by one thread at a time. */
public interface FrameSource {
    /**
     * Whole frames from this entry on, as {@link CommitLog#frames} of that replica gives them out; at least one. They are
     * not trusted.
     *
     * @throws IOException if it does not have them, or cannot be reached
     */
    ByteBuffer frames(long fromIndex) throws IOException;
}
