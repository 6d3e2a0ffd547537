package io.ringmq.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** Root of the operating errors of this module; programmer errors are {@link IllegalStateException}. */
public abstract sealed class RemotingException extends RuntimeException
        permits CommandException,
                CommandTimeoutException,
                ConnectionClosedException,
                ConnectionFailedException,
                InFlightLimitException,
                MalformedFrameException {

    private static final long serialVersionUID = 1L;

    RemotingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
