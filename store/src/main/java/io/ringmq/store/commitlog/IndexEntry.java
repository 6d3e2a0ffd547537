package io.ringmq.store.commitlog;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the dense index: 24 bytes, big-endian.
 *
 * <pre>
 *  byte  size  field
 *  ----  ----  ------------------------------------------------------------------------
 *     0     8  physical offset of the frame
 *     8     4  length of the frame
 *    12     4  record count
 *    16     8  4 bits type + 1, 12 bits checksum of the other fields and the index,
 *              48 bits term
 * </pre>
 */
record IndexEntry(long offset, int frameBytes, int recordCount, long term, FrameType type) {
    static final int BYTES = 24;
    private static final int CHECKED_BYTES = 32;
    private static final int TERM_BITS = 48;
    private static final int CHECK_BITS = 12;

    static final long MAX_TERM = (1L << TERM_BITS) - 1;

    static IndexEntry of(FrameHeader header) {
        return new IndexEntry(header.offset(), header.frameBytes(), header.recordCount(), header.term(), header.type());
    }

    void encode(long index, ByteBuffer dst) {
        dst.putLong(offset).putInt(frameBytes).putInt(recordCount);
        dst.putLong((type.code() + 1L) << (TERM_BITS + CHECK_BITS) | check(index) << TERM_BITS | term);
    }

    /** The entry at the position of {@code src}, null if these are not the bytes of this index's entry. */
    static @Nullable IndexEntry decode(long index, ByteBuffer src) {
        long offset = src.getLong();
        int frameBytes = src.getInt();
        int recordCount = src.getInt();
        long packed = src.getLong();
        FrameType type = FrameType.ofCode((int) (packed >>> (TERM_BITS + CHECK_BITS)) - 1);
        if (type == null) {
            return null;
        }
        IndexEntry entry = new IndexEntry(offset, frameBytes, recordCount, packed & MAX_TERM, type);
        long check = packed >>> TERM_BITS & ((1 << CHECK_BITS) - 1);
        return check == entry.check(index) ? entry : null;
    }

    private long check(long index) {
        ByteBuffer bytes = ByteBuffer.allocate(CHECKED_BYTES);
        bytes.putLong(offset).putInt(frameBytes).putInt(recordCount);
        bytes.putLong((long) type.code() << TERM_BITS | term).putLong(index);
        CRC32C crc = new CRC32C();
        crc.update(bytes.flip());
        return crc.getValue() & ((1 << CHECK_BITS) - 1);
    }

    long endOffset() {
        return offset + frameBytes;
    }

    FramePosition toPosition() {
        return new FramePosition(offset, frameBytes, recordCount, term);
    }
}
