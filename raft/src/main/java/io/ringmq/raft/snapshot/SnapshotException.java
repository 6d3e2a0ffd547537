package io.ringmq.raft.snapshot;

import org.jspecify.annotations.Nullable;

/** A snapshot could not be taken, read or copied. The message says why; the group itself goes on. */
public final class SnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SnapshotException(String message) {
        super(message);
    }

    public SnapshotException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
