package io.ringmq.bench.load.body;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Where bodies of one size come from: slices of random bytes, so that nothing on the way can compress them. */
public final class Bodies {
    /** Far more than a compressor looks back at, little enough to stay in a processor's cache. */
    private static final int POOL_BYTES = 1 << 20;

    private final int session;
    private final int sizeBytes;
    private final byte[] pool;

    /**
     * Draws the random bytes.
     *
     * @param session number of this process, different for every process that sends to a topic
     * @throws IllegalArgumentException if the head does not fit a body
     */
    public Bodies(int session, int sizeBytes) {
        if (sizeBytes < MessageId.HEAD_BYTES) {
            throw new IllegalArgumentException("bodies need at least " + MessageId.HEAD_BYTES
                    + " bytes for the id of the message; got --bytes " + sizeBytes);
        }
        this.session = session;
        this.sizeBytes = sizeBytes;
        this.pool = new byte[POOL_BYTES + sizeBytes];
        new SplittableRandom(session).nextBytes(pool);
    }

    public int session() {
        return session;
    }

    public int sizeBytes() {
        return sizeBytes;
    }

    /** The bodies of one sending thread; each sender number is asked for once. */
    public Source source(int sender) {
        return new Source(sender);
    }

    /** Makes the bodies of one thread. Not thread-safe. */
    public final class Source {
        private final int sender;
        private long sequence;

        private Source(int sender) {
            this.sender = sender;
        }

        /** The id of the body that comes next. */
        public MessageId nextId() {
            return new MessageId(session, sender, sequence);
        }

        /** Bodies made so far. */
        public long count() {
            return sequence;
        }

        /** A new body, to be sent at a moment. */
        public byte[] next(long timeNs) {
            byte[] body = new byte[sizeBytes];
            // Steps of at least the size: neighbours in a batch do not share bytes.
            int from = (int) (sequence * (sizeBytes | 1) % POOL_BYTES);
            System.arraycopy(pool, from, body, 0, sizeBytes);
            nextId().writeTo(ByteBuffer.wrap(body), timeNs);
            sequence++;
            return body;
        }
    }
}
