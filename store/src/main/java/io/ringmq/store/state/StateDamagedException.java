package io.ringmq.store.state;

import org.jspecify.annotations.Nullable;

/** The state on disk is not what was written. It has to be made anew, from a snapshot and the log. */
public final class StateDamagedException extends StateStoreException {

    private static final long serialVersionUID = 1L;

    StateDamagedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
