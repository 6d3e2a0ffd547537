package io.ringmq.store.commitlog;

import java.io.IOException;

/** No other replica gave frames that fit into the damaged place of a log. Nothing was changed; it can be tried again. */
public final class FramesUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    FramesUnavailableException(String message) {
        super(message);
    }
}
