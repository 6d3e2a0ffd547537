package io.ringmq.admin.cluster;

import org.jspecify.annotations.Nullable;

/** A cluster did not do what was asked of it; the message is for the operator. */
public final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AdminException(String message) {
        this(message, null);
    }

    public AdminException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
