package io.ringmq.client.transaction;

import io.ringmq.client.route.ClientException;
import org.jspecify.annotations.Nullable;

/** A transaction could not be ended like that, or not in time; in the latter case it may have ended all the same. */
public class TransactionException extends ClientException {
    private static final long serialVersionUID = 1L;

    /** Code of a failure without an answer. */
    public static final int NO_ANSWER = -1;

    private final int responseCode;

    TransactionException(String message, int responseCode, @Nullable Throwable cause) {
        super(message, cause);
        this.responseCode = responseCode;
    }

    /**
     * The broker's last answer, one of {@link io.ringmq.remoting.protocol.ResponseCode}, or {@link #NO_ANSWER}. 604
     * ILLEGAL_OPERATION says that it ended in another way before.
     */
    public int responseCode() {
        return responseCode;
    }
}
