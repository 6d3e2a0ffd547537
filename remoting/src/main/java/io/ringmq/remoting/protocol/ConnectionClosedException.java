package io.ringmq.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** The connection closed before the answer came; whether the peer acted on the request is unknown. */
public final class ConnectionClosedException extends RemotingException {
    private static final long serialVersionUID = 1L;

    public ConnectionClosedException(String message) {
        this(message, null);
    }

    public ConnectionClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
