package io.ringmq.client.request;

import io.ringmq.client.route.ClientException;
import org.jspecify.annotations.Nullable;

/** A request has no reply. Unless it was never sent, somebody may have served it all the same. */
public final class RequestException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why there is no reply. */
    public enum Reason {
        /** None came in time; one that comes later is dropped. */
        TIMED_OUT,
        /** Too many requests wait already; this one was not sent. Wait for some to finish. */
        TOO_MANY,
        /** The requester was closed. */
        CLOSED,
        /** One came that can not be read. */
        UNREADABLE
    }

    RequestException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
