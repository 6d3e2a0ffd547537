package io.ringmq.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** Too many requests wait for an answer, or for a connection; the request was not sent. */
public final class InFlightLimitException extends RemotingException {
    private static final long serialVersionUID = 1L;

    public InFlightLimitException(String message) {
        this(message, null);
    }

    public InFlightLimitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
