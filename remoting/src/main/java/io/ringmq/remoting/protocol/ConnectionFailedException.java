package io.ringmq.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** No connection could be made to the address named in the message; the request was not sent. */
public final class ConnectionFailedException extends RemotingException {
    private static final long serialVersionUID = 1L;

    public ConnectionFailedException(String message) {
        this(message, null);
    }

    public ConnectionFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
