package io.ringmq.admin.cluster;

import org.jspecify.annotations.Nullable;

/** A cluster did not do what was asked of it; the message is for the operator. */
public final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    public AdminException(String message) {
        this(message, null, false);
    }

    public AdminException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private AdminException(String message, @Nullable Throwable cause, boolean temporary) {
        super(message, cause);
        this.temporary = temporary;
    }

    /** One that may be gone a moment later: nobody leads or answers, or another change is under way. */
    static AdminException temporary(String message, @Nullable Throwable cause) {
        return new AdminException(message, cause, true);
    }

    /** Whether asking again a moment later may succeed. */
    public boolean isTemporary() {
        return temporary;
    }
}
