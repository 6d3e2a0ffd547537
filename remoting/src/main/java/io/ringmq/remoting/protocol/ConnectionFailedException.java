package io.ringmq.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** The address named in the message cannot be connected to, or listened on; no request was sent. */
public final class ConnectionFailedException extends RemotingException {
    private static final long serialVersionUID = 1L;

    public ConnectionFailedException(String message) {
        this(message, null);
    }

    public ConnectionFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
