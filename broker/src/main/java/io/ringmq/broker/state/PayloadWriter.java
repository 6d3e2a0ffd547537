package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of a payload, big-endian; texts are UTF-8 behind their length in two bytes. */
final class PayloadWriter {

    private static final int MAX_TEXT_BYTES = 0xffff;

    /** Of each byte of a small number seven bits count; the other one says that more follow. The lowest come first. */
    static final int SEVEN = 7;

    static final long SEVEN_BITS = 0x7f;
    static final int MORE = 0x80;
    private static final int MAX_SMALL_BYTES = 10;

    private ByteBuffer out = ByteBuffer.allocate(64);

    PayloadWriter putByte(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    PayloadWriter putBoolean(boolean value) {
        return putByte(value ? 1 : 0);
    }

    PayloadWriter putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    PayloadWriter putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** A number that is most likely close to zero: one byte for -64 to 63, ten at most. */
    PayloadWriter putSmall(long value) {
        ByteBuffer small = room(MAX_SMALL_BYTES);
        long left = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((left & ~SEVEN_BITS) != 0) {
            small.put((byte) ((left & SEVEN_BITS) | MORE));
            left >>>= SEVEN;
        }
        small.put((byte) left);
        return this;
    }

    PayloadWriter putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(
                    "a text of " + utf8.length + " bytes does not fit; at most " + MAX_TEXT_BYTES + " do");
        }
        room(Short.BYTES + utf8.length).putShort((short) utf8.length).put(utf8);
        return this;
    }

    /** Forgets what was written, to be used again. */
    PayloadWriter clear() {
        out.clear();
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int capacity = Math.max(out.capacity() * 2, Math.addExact(out.position(), bytes));
            out = ByteBuffer.allocate(capacity).put(out.flip());
        }
        return out;
    }

    byte[] toBytes() {
        return Arrays.copyOf(out.array(), out.position());
    }
}
