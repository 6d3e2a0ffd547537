package io.ringmq.raft;

import org.jspecify.annotations.Nullable;

/** Root of the operating errors of this module: conditions a caller handles, not bugs. */
public class RaftException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RaftException(String message) {
        super(message);
    }

    public RaftException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** For the errors of the request path, where a stack trace says nothing and costs more than the request. */
    protected RaftException(String message, boolean writableStackTrace) {
        super(message, null, false, writableStackTrace);
    }
}
