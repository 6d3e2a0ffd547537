package io.ringmq.remoting.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Body of a batch send: messages one after the other, integers big-endian.
 *
 * <pre>
 *  0  4    total size of this message      12  4    flag
 *  4  4    magic, unused, 0                16  4+n  body
 *  8  4    CRC, unused, 0                   .  2+n  properties
 * </pre>
 */
public final class BatchBody {
    /** Most messages that one batch may hold. */
    public static final int MAX_ENTRIES = 65_536;

    private static final int FIXED_BYTES = 4 + 4 + 4 + 4 + 4 + 2;
    private static final int FLAG_POSITION = 12;

    private BatchBody() {}

    /**
     * The messages of a batch, at least one. Bodies are views of the buffer, whose position moves to its limit.
     *
     * @throws MalformedMessageException if the bytes are no batch
     */
    public static List<BatchEntry> decode(ByteBuffer batch) {
        List<BatchEntry> entries = new ArrayList<>();
        while (batch.hasRemaining()) {
            if (entries.size() == MAX_ENTRIES) {
                throw new MalformedMessageException("a batch holds at most " + MAX_ENTRIES + " messages; send several");
            }
            entries.add(readEntry(batch, entries.size()));
        }
        if (entries.isEmpty()) {
            throw new MalformedMessageException("the batch holds no message");
        }
        return entries;
    }

    private static BatchEntry readEntry(ByteBuffer batch, int index) {
        int start = batch.position();
        int size = batch.remaining() < 4 ? -1 : batch.getInt(start);
        if (size < FIXED_BYTES || size > batch.remaining()) {
            throw new MalformedMessageException(
                    "batch message " + index + " claims " + size + " bytes, " + batch.remaining() + " are left");
        }
        ByteBuffer entry = batch.slice(start, size).position(FLAG_POSITION);
        batch.position(start + size);
        int flag = entry.getInt();
        ByteBuffer body = take(entry, entry.getInt(), "body", index);
        ByteBuffer length = take(entry, 2, "properties length", index);
        ByteBuffer properties = take(entry, length.getShort(), "properties", index);
        if (entry.hasRemaining()) {
            throw new MalformedMessageException("batch message " + index + " has bytes after its properties");
        }
        return new BatchEntry(flag, body, Utf8.decode(properties));
    }

    private static ByteBuffer take(ByteBuffer entry, int lengthBytes, String what, int index) {
        if (lengthBytes < 0 || lengthBytes > entry.remaining()) {
            throw new MalformedMessageException("batch message " + index + ": " + what + " of " + lengthBytes
                    + " bytes exceeds the " + entry.remaining() + " left");
        }
        ByteBuffer part = entry.slice(entry.position(), lengthBytes);
        entry.position(entry.position() + lengthBytes);
        return part;
    }

    /**
     * The bytes of a batch; bodies keep their positions.
     *
     * @throws IllegalArgumentException if there are too many messages or one's properties exceed their limit
     */
    public static ByteBuffer encode(List<BatchEntry> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("a batch holds at most " + MAX_ENTRIES + " messages; send several");
        }
        int size = 0;
        for (BatchEntry entry : entries) {
            size = Math.addExact(size, sizeOf(entry));
        }
        ByteBuffer batch = ByteBuffer.allocate(size);
        entries.forEach(entry -> write(entry, batch));
        return batch.flip();
    }

    /** Bytes that one message takes within a batch. */
    public static int sizeOf(BatchEntry entry) {
        return FIXED_BYTES + entry.body().remaining() + Utf8.sizeOf(entry.properties());
    }

    private static void write(BatchEntry entry, ByteBuffer batch) {
        byte[] properties = entry.properties().getBytes(StandardCharsets.UTF_8);
        if (properties.length > MessageProperties.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "properties take " + properties.length + " bytes, at most " + MessageProperties.MAX_BYTES + " fit");
        }
        batch.putInt(sizeOf(entry)).putInt(0).putInt(0).putInt(entry.flag());
        batch.putInt(entry.body().remaining()).put(entry.body().duplicate());
        batch.putShort((short) properties.length).put(properties);
    }
}
