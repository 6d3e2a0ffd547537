package io.ringmq.store.state;

import org.jspecify.annotations.Nullable;

/** The state store cannot do its work: an I/O error, damaged data, or it is closed. The ring cannot go on without it. */
public class StateStoreException extends RuntimeException {

    public StateStoreException(String message) {
        super(message);
    }

    public StateStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
