package io.ringmq.broker.verify;

import io.ringmq.store.commitlog.CommitLog;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The CRC32C of the bytes of one segment of the log, or of a part of it. */
final class LogDigest implements DigestPart {
    private static final int BYTES_PER_STEP = 1 << 20;

    private final CommitLog log;
    private final long from;
    private final long to;
    private final CRC32C crc = new CRC32C();
    private long position;

    /**
     * Digests {@code [from, to)}, which lies in one segment.
     *
     * @param from physical offset
     * @param to physical offset
     */
    LogDigest(CommitLog log, long from, long to) {
        this.log = log;
        this.from = from;
        this.to = to;
        this.position = from;
    }

    @Override
    public boolean step() {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BYTES_PER_STEP, to - position));
        log.readFully(position, bytes);
        crc.update(bytes.flip());
        position += bytes.limit();
        return position < to;
    }

    @Override
    public String name() {
        return "log from " + from;
    }

    @Override
    public long size() {
        return position - from;
    }

    @Override
    public long digest() {
        return crc.getValue();
    }
}
