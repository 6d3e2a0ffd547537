package io.ringmq.broker.filter;

/** A filter expression is not understood, or beyond a bound. The message says what is wrong and where. */
public final class InvalidExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidExpressionException(String message) {
        super(message);
    }

    InvalidExpressionException(String message, Throwable cause) {
        super(message, cause);
    }
}
