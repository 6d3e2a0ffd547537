package io.ringmq.store.commitlog;

import java.nio.ByteBuffer;
import java.util.Random;

/** Entries for tests. */
final class Frames {
    private Frames() {}

    /** A DATA entry whose body is a function of its index, term and size. */
    static FrameInput data(long index, long term, int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        new Random(index * 31 + term * 1_000_003 + bodyBytes).nextBytes(body);
        return new FrameInput(index, term, FrameType.DATA, 1, ByteBuffer.wrap(body));
    }

    static FrameInput conf(long index, long term, String peers) {
        return new FrameInput(
                index,
                term,
                FrameType.CONF,
                0,
                ByteBuffer.wrap(peers.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
