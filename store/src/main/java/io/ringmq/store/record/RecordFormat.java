package io.ringmq.store.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How one record lies inside the body of a frame. All integers are big-endian; records follow each other without
 * padding, and a body is a run of whole records.
 *
 * <pre>
 *  offset  size  field
 *  0       4     payload length, in bytes, not negative
 *  4       1     type, 1..127
 *  5       1     flags, 0 in this version
 *  6       2     format version, 1
 *  8       4     CRC32C over bytes 0..7 and the payload
 *  12      n     payload
 * </pre>
 */
public final class RecordFormat {

    /** Bytes in front of each payload. */
    public static final int HEADER_BYTES = 12;

    static final short VERSION = 1;
    static final int TYPE_OFFSET = 4;
    static final int FLAGS_OFFSET = 5;
    static final int VERSION_OFFSET = 6;
    static final int CRC_OFFSET = 8;

    private RecordFormat() {}

    /** The bytes a record takes in a body, header included. */
    public static int sizeOf(ProposedRecord record) {
        return Math.addExact(HEADER_BYTES, record.payloadBytes());
    }

    /**
     * Writes the record at the position of {@code dst} and advances it by {@link #sizeOf}.
     *
     * @throws java.nio.BufferOverflowException if the record does not fit; the position is then unspecified
     * @throws IllegalStateException if the record has an illegal type or writes another number of bytes than announced
     */
    public static void write(ProposedRecord record, ByteBuffer dst) {
        int start = dst.position();
        int payloadBytes = record.payloadBytes();
        if (record.type() <= 0 || payloadBytes < 0) {
            throw new IllegalStateException(
                    "a record needs a type in 1..127 and a size >= 0, not " + record.type() + " and " + payloadBytes);
        }
        dst.putInt(payloadBytes)
                .put(record.type())
                .put((byte) 0)
                .putShort(VERSION)
                .putInt(0);
        record.writePayload(dst);
        int written = dst.position() - start - HEADER_BYTES;
        if (written != payloadBytes) {
            throw new IllegalStateException(
                    "record type " + record.type() + " announced " + payloadBytes + " bytes and wrote " + written);
        }
        dst.putInt(start + CRC_OFFSET, checksum(dst, start, payloadBytes));
    }

    /** The checksum of the record whose header starts at the absolute position {@code start}. */
    static int checksum(ByteBuffer buffer, int start, int payloadBytes) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(start + CRC_OFFSET).position(start));
        crc.update(buffer.duplicate().limit(start + HEADER_BYTES + payloadBytes).position(start + HEADER_BYTES));
        return (int) crc.getValue();
    }
}
