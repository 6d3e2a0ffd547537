package io.ringmq.store.queue;

import io.ringmq.store.state.StateStoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The messages that one log entry brought to one queue. Varints are base 128, least significant group first; signed
 * ones are zigzag encoded.
 *
 * <pre>
 *  size    field
 *  1       format version, 1
 *  varint  number of messages, at least 1
 *  ---- for each message ----
 *  varint  bytes between the end of the message before and this one; for the first: its physical offset
 *  varint  size in bytes
 *  signed  tag hash
 *  signed  store timestamp (ms) minus that of the message before; for the first: the timestamp
 * </pre>
 */
final class IndexRecord {

    private static final byte VERSION = 1;
    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_MESSAGE_BYTES = 4 * MAX_VARINT_BYTES;

    private IndexRecord() {}

    static byte[] encode(List<IndexedMessage> messages) {
        ByteBuffer out = ByteBuffer.allocate(1 + MAX_VARINT_BYTES + messages.size() * MAX_MESSAGE_BYTES);
        out.put(VERSION);
        putVarint(out, messages.size());
        long end = 0;
        long timestampMs = 0;
        for (IndexedMessage message : messages) {
            if (message.physicalOffset() < end || message.sizeBytes() < 0) {
                throw new IllegalStateException(message + " overlaps the message before, which ends at " + end);
            }
            putVarint(out, message.physicalOffset() - end);
            putVarint(out, message.sizeBytes());
            putSigned(out, message.tagHash());
            putSigned(out, message.storeTimestampMs() - timestampMs);
            end = message.physicalOffset() + message.sizeBytes();
            timestampMs = message.storeTimestampMs();
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The messages of a record whose first message has the queue offset {@code baseOffset}. */
    static List<QueueEntry> decode(long baseOffset, byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record);
        try {
            int count = count(in);
            List<QueueEntry> entries = new ArrayList<>(count);
            long end = 0;
            long timestampMs = 0;
            for (int i = 0; i < count; i++) {
                long physicalOffset = end + getVarint(in);
                int sizeBytes = Math.toIntExact(getVarint(in));
                long tagHash = getSigned(in);
                timestampMs += getSigned(in);
                end = physicalOffset + sizeBytes;
                entries.add(new QueueEntry(baseOffset + i, physicalOffset, sizeBytes, tagHash, timestampMs));
            }
            if (in.hasRemaining()) {
                throw new StateStoreException("queue index record has " + in.remaining() + " bytes too many");
            }
            return entries;
        } catch (BufferUnderflowException | ArithmeticException e) {
            throw new StateStoreException("queue index record at queue offset " + baseOffset + " is damaged", e);
        }
    }

    static long firstPhysicalOffset(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record);
        try {
            int unused = count(in);
            return getVarint(in);
        } catch (BufferUnderflowException | ArithmeticException e) {
            throw new StateStoreException("a queue index record is damaged", e);
        }
    }

    private static int count(ByteBuffer in) {
        byte version = in.get();
        long count = getVarint(in);
        if (version != VERSION || count < 1 || count > in.remaining()) {
            throw new StateStoreException("queue index record of version " + version + " with " + count
                    + " messages in " + in.remaining() + " bytes is not known here");
        }
        return (int) count;
    }

    private static void putSigned(ByteBuffer out, long value) {
        putVarint(out, (value << 1) ^ (value >> 63));
    }

    private static long getSigned(ByteBuffer in) {
        long zigzag = getVarint(in);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long getVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte group = in.get();
            value |= (group & 0x7fL) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new ArithmeticException("varint longer than 64 bits");
    }
}
