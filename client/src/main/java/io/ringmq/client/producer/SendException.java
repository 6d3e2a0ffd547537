package io.ringmq.client.producer;

import io.ringmq.client.route.ClientException;
import org.jspecify.annotations.Nullable;

/** A message was not acknowledged. Unless the broker refused it, it may be stored all the same. */
public class SendException extends ClientException {
    private static final long serialVersionUID = 1L;

    /** Code of a failure without an answer. */
    public static final int NO_ANSWER = -1;

    private final int responseCode;

    SendException(String message, int responseCode, @Nullable Throwable cause) {
        super(message, cause);
        this.responseCode = responseCode;
    }

    /** The broker's last answer, one of {@link io.ringmq.remoting.protocol.ResponseCode}, or {@link #NO_ANSWER}. */
    public int responseCode() {
        return responseCode;
    }
}
