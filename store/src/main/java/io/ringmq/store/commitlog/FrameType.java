package io.ringmq.store.commitlog;

/** What a frame holds. */
public enum FrameType {
    /** A run of records. */
    DATA,
    /** A Raft configuration. */
    CONF,
    /** An entry without effect. */
    NOOP,
    /** Filler up to the end of a segment; no entry, written by the log itself. */
    PAD
}
