package io.ringmq.store.record;

import java.nio.ByteBuffer;

/** A record on its way into the log: it knows its size before it is written, so a frame is laid out in one pass. */
public interface ProposedRecord {

    /** The kind of record, 1 to 127; what the numbers mean is up to the state machine above. */
    byte type();

    /** The exact number of bytes {@link #writePayload} will write, at least 0. Must not change between calls. */
    int payloadBytes();

    /**
     * Writes exactly {@link #payloadBytes()} bytes at the position of {@code dst} and advances it. The buffer may have
     * more room than that. May be called more than once, and from another thread than the one that made the record.
     */
    void writePayload(ByteBuffer dst);
}
