package io.ringmq.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** No answer came within the deadline; whether the peer acted on the request is unknown. */
public final class CommandTimeoutException extends RemotingException {
    private static final long serialVersionUID = 1L;

    public CommandTimeoutException(String message) {
        this(message, null);
    }

    public CommandTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
