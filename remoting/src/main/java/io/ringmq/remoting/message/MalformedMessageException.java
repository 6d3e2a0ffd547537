package io.ringmq.remoting.message;

/** Bytes or text that claim to be a message, a batch, a property list or an id, and are not. Nothing was changed. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong, with the position where it helps. */
    public MalformedMessageException(String message) {
        super(message);
    }

    /** Explains the failure of something below. */
    public MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
