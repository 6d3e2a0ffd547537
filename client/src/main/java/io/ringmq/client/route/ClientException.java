package io.ringmq.client.route;

import org.jspecify.annotations.Nullable;

/** What a client was asked to do did not succeed; the message says what to do about it. */
public class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
