package io.ringmq.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file, addressed by absolute positions. Reads may run beside writes and beside each other; a read that
 * overlaps a write in progress may see any mixture of old and new bytes.
 *
 * <p>When {@link #force()} or a write fails, the caller must treat everything written since the last successful force
 * as lost and must not force again: an operating system may report the failure once and then call the lost pages clean.
 */
public interface DiskFile extends AutoCloseable {
    /** Reads up to {@code dst.remaining()} bytes; returns their number, or -1 when {@code position} is at or after the end. */
    int read(ByteBuffer dst, long position) throws IOException;

    /** Writes the remaining bytes of all buffers, in order, from {@code position}; returns when all are written. */
    void write(ByteBuffer[] srcs, long position) throws IOException;

    /** Makes everything written so far durable, the size included. */
    void force() throws IOException;

    /** Current size in bytes. */
    long size() throws IOException;

    /** Shortens the file to {@code sizeBytes}; longer or equal sizes change nothing. Durable after {@link #force()}. */
    void truncate(long sizeBytes) throws IOException;

    /**
     * Really writes zeros over {@code [fromBytes, toBytes)}; once they are forced, later writes there need no new blocks
     * and no change of the size.
     */
    void preallocate(long fromBytes, long toBytes) throws IOException;

    @Override
    void close() throws IOException;
}
