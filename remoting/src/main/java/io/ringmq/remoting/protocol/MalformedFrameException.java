package io.ringmq.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** Bytes that are not a frame of the protocol; the stream has lost its framing and must be closed. */
public final class MalformedFrameException extends RemotingException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Command request;

    public MalformedFrameException(String message) {
        this(message, null, null);
    }

    /**
     * Reports a frame that was understood in part.
     *
     * @param request the parts decoded before the fault, if they include the opaque an answer needs
     */
    public MalformedFrameException(String message, @Nullable Command request, @Nullable Throwable cause) {
        super(message, cause);
        this.request = request;
    }

    /** What is known of the request (code, opaque, flags, encoding; no fields), or null if it cannot be answered. */
    public @Nullable Command request() {
        return request;
    }
}
