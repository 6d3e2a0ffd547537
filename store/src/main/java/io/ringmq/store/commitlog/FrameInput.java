package io.ringmq.store.commitlog;

import java.nio.ByteBuffer;

/**
 * An entry to append.
 *
 * @param index Raft log index, from 1
 * @param term Raft term
 * @param type anything but {@link FrameType#PAD}
 * @param recordCount number of records in the body, at least 0
 * @param body the bytes from position to limit; not consumed, and must not change until the append returned
 */
public record FrameInput(long index, long term, FrameType type, int recordCount, ByteBuffer body) {}
