package io.ringmq.store.state;

import java.nio.ByteBuffer;

/** Numbers as bytes whose unsigned order is the order of the numbers, as long as these are not negative. */
final class BigEndian {

    private BigEndian() {}

    static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static long getLong(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getLong(offset);
    }
}
