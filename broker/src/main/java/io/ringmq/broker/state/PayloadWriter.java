package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of a payload, big-endian; texts are UTF-8 behind their length in two bytes. */
final class PayloadWriter {

    private static final int MAX_TEXT_BYTES = 0xffff;

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
