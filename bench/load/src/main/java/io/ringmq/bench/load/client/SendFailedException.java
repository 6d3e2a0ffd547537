package io.ringmq.bench.load.client;

import org.jspecify.annotations.Nullable;

/** A message was not acknowledged; it may be stored all the same. The text is one line and names the client's reason. */
public final class SendFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public SendFailedException(@Nullable Throwable cause) {
        super(reason(cause), cause);
    }

    public SendFailedException(String reason) {
        super(reason);
    }

    /** A failure and its direct cause in one line. */
    public static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "no reason given";
        }
        if (failure instanceof SendFailedException own && own.getMessage() != null) {
            return own.getMessage();
        }
        Throwable cause = failure.getCause();
        return firstLine(failure) + (cause == null ? "" : " <- " + firstLine(cause));
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return failure.getClass().getSimpleName() + ": " + (end < 0 ? message : message.substring(0, end));
    }
}
