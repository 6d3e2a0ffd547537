package io.ringmq.raft;

import org.jspecify.annotations.Nullable;

/** A host or a group could not be started. The message says what is wrong and what to do. */
public class RaftStartException extends RaftException {

    private static final long serialVersionUID = 1L;

    public RaftStartException(String message) {
        super(message);
    }

    public RaftStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
