package io.ringmq.namesrv.kv;

/** An entry does not fit; the message says which bound it exceeds. */
public final class KvLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KvLimitException(String message) {
        super(message);
    }
}
