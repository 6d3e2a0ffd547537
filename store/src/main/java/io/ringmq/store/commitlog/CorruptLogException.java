package io.ringmq.store.commitlog;

/**
 * Bytes that had been durable are not what was written. The message names the file, the offset, the index and what to
 * do; nothing has been cut or changed.
 */
public final class CorruptLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptLogException(String message) {
        super(message);
    }
}
