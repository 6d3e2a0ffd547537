package io.ringmq.store.commitlog;

/**
 * The log met an I/O error and accepts nothing more: what the failed call wrote may or may not be on the disk, and a
 * force repeated after a failed one can falsely succeed. Stop the process; recovery at the next start decides.
 */
public final class LogFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
