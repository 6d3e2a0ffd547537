package io.ringmq.store.commitlog;

/** When an append returns. */
public enum FlushMode {
    /** After the appended frames are durable. */
    SYNC,
    /** After they are in the page cache; {@link CommitLog#force()} makes them durable. */
    ASYNC
}
