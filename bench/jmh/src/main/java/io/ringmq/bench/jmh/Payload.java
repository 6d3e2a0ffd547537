package io.ringmq.bench.jmh;

import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** A record of random bytes. */
final class Payload implements ProposedRecord {
    private static final byte TYPE = 1;
    private static final long SEED = 20_261_121;

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    static Payload ofSize(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new SplittableRandom(SEED).nextBytes(bytes);
        return new Payload(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    /** The body of a frame with this record several times. */
    ByteBuffer body(int records) {
        ByteBuffer body = ByteBuffer.allocateDirect(records * RecordFormat.sizeOf(this));
        for (int i = 0; i < records; i++) {
            RecordFormat.write(this, body);
        }
        return body.flip();
    }

    @Override
    public byte type() {
        return TYPE;
    }

    @Override
    public int payloadBytes() {
        return bytes.length;
    }

    @Override
    public void writePayload(ByteBuffer dst) {
        dst.put(bytes);
    }
}
