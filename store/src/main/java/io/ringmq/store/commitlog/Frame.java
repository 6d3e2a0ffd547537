package io.ringmq.store.commitlog;

import java.nio.ByteBuffer;

/**
 * A stored entry, its checksums verified.
 *
 * @param index Raft log index
 * @param term Raft term
 * @param type never {@link FrameType#PAD}
 * @param recordCount number of records in the body
 * @param frameOffset physical offset of the frame's first byte
 * @param bodyOffset physical offset of the body's first byte
 * @param body the body, read-only, position 0
 */
public record Frame(
        long index, long term, FrameType type, int recordCount, long frameOffset, long bodyOffset, ByteBuffer body) {}
