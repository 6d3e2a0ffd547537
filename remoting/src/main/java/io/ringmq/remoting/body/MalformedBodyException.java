package io.ringmq.remoting.body;

import org.jspecify.annotations.Nullable;

/** A body that is not what its request or response code says. The message names the body and what is wrong in it. */
public final class MalformedBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedBodyException(String message) {
        this(message, null);
    }

    public MalformedBodyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
