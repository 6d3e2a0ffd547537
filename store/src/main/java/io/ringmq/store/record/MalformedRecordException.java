package io.ringmq.store.record;

/** A frame body that is not a run of well-formed records: a damaged log or one written by an incompatible version. */
public final class MalformedRecordException extends RuntimeException {

    public MalformedRecordException(String message) {
        super(message);
    }
}
