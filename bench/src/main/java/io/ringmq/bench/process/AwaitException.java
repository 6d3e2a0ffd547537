package io.ringmq.bench.process;

/** Something expected did not happen in time. */
public final class AwaitException extends RuntimeException {
    public AwaitException(String message) {
        super(message);
    }
}
