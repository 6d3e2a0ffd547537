package io.ringmq.store.commitlog;

import org.jspecify.annotations.Nullable;

/** What a frame holds. */
public enum FrameType {
    /** A run of records. */
    DATA(0),
    /** A Raft configuration. */
    CONF(1),
    /** An entry without effect. */
    NOOP(2),
    /** Filler up to the end of a segment; no entry, written by the log itself. */
    PAD(3);

    private static final FrameType[] BY_CODE = {DATA, CONF, NOOP, PAD};

    private final byte code;

    FrameType(int code) {
        this.code = (byte) code;
    }

    /** The stored form. */
    byte code() {
        return code;
    }

    static @Nullable FrameType ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
