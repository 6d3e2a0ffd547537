package io.ringmq.store.record;

import java.nio.ByteBuffer;

/**
 * Walks the records of one body, from its first byte to its last.
 *
 * <pre>{@code
 * RecordReader records = new RecordReader(body);
 * while (records.next()) {
 *     apply(records.type(), records.payload());
 * }
 * }</pre>
 *
 * <p>Strict: a header that is cut short, a length that leaves the body, an unknown version or flag, or a checksum that
 * does not match is a {@link MalformedRecordException}. Not thread-safe. The body itself is not changed, neither its
 * bytes nor its position.
 */
public final class RecordReader {

    private final ByteBuffer body;
    private int nextStart;
    private int payloadStart = -1;
    private int payloadBytes;
    private byte type;

    /** Reads the bytes between position and limit of {@code body}; offsets are counted from that position. */
    public RecordReader(ByteBuffer body) {
        this.body = body.slice();
    }

    /**
     * Moves to the next record.
     *
     * @return false after the last record
     * @throws MalformedRecordException if what follows is no whole, undamaged record
     */
    public boolean next() {
        int start = nextStart;
        int left = body.limit() - start;
        if (left == 0) {
            return false;
        }
        if (left < RecordFormat.HEADER_BYTES) {
            throw malformed(start, left + " bytes are left, fewer than a record header");
        }
        readHeader(start, left - RecordFormat.HEADER_BYTES);
        payloadStart = start + RecordFormat.HEADER_BYTES;
        nextStart = payloadStart + payloadBytes;
        return true;
    }

    private void readHeader(int start, int room) {
        payloadBytes = body.getInt(start);
        type = body.get(start + RecordFormat.TYPE_OFFSET);
        if (payloadBytes < 0 || payloadBytes > room) {
            throw malformed(start, "payload length " + payloadBytes + " leaves the body (" + room + " bytes are left)");
        }
        int version = body.getShort(start + RecordFormat.VERSION_OFFSET);
        int flags = body.get(start + RecordFormat.FLAGS_OFFSET);
        if (type <= 0 || version != RecordFormat.VERSION || flags != 0) {
            throw malformed(start, "type " + type + ", version " + version + ", flags " + flags + " is not known here");
        }
        int expected = body.getInt(start + RecordFormat.CRC_OFFSET);
        int actual = RecordFormat.checksum(body, start, payloadBytes);
        if (expected != actual) {
            throw malformed(
                    start, "checksum " + Integer.toHexString(actual) + " instead of " + Integer.toHexString(expected));
        }
    }

    /** The type of the current record. */
    public byte type() {
        requireCurrent();
        return type;
    }

    /** The payload of the current record: a slice that shares the body's bytes, from 0 to the payload's size. */
    public ByteBuffer payload() {
        requireCurrent();
        return body.slice(payloadStart, payloadBytes);
    }

    /** Where the current payload starts, counted in bytes from the first byte of the body. */
    public int payloadPosition() {
        requireCurrent();
        return payloadStart;
    }

    private void requireCurrent() {
        if (payloadStart < 0) {
            throw new IllegalStateException("call next() before reading a record");
        }
    }

    private static MalformedRecordException malformed(int start, String what) {
        return new MalformedRecordException("record at byte " + start + " of the frame body: " + what);
    }
}
