package io.ringmq.broker.verify;

import io.ringmq.store.queue.QueueIndex;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.FrozenState;
import io.ringmq.store.state.KeyRange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The CRC32C of a family's entries in the order of their keys, each with the lengths of key and value in front (4 bytes,
 * big-endian). Of the queue index only what points behind an offset counts: each replica removes the rest in its own time.
 */
final class FamilyDigest implements DigestPart {
    private static final int ENTRIES_PER_STEP = 10_000;

    private final Family family;
    private final long fromOffset;
    private final FrozenState state;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private byte[] next = {};
    private long entries;

    FamilyDigest(Family family, long fromOffset, FrozenState state) {
        this.family = family;
        this.fromOffset = fromOffset;
        this.state = state;
    }

    @Override
    public boolean step() {
        int[] left = {ENTRIES_PER_STEP};
        state.scan(family, KeyRange.from(next), (key, value) -> {
            add(key, value);
            next = Arrays.copyOf(key, key.length + 1);
            return --left[0] > 0;
        });
        return left[0] == 0;
    }

    private void add(byte[] key, byte[] value) {
        if (family == Family.QUEUE_INDEX && QueueIndex.firstPhysicalOffset(value) < fromOffset) {
            return;
        }
        add(key);
        add(value);
        entries++;
    }

    private void add(byte[] bytes) {
        crc.update(length.putInt(0, bytes.length).array());
        crc.update(bytes);
    }

    @Override
    public String name() {
        return "state " + family;
    }

    @Override
    public long size() {
        return entries;
    }

    @Override
    public long digest() {
        return crc.getValue();
    }
}
