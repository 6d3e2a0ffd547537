package io.ringmq.store.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** Content of a simulated file: on the disk, and in the page cache above it. Both are zero behind the end of the file. */
final class SimContent {
    private static final int SECTOR_BYTES = SimDisk.SECTOR_BYTES;

    private byte[] cached = new byte[0];
    private byte[] durable = new byte[0];
    private int cachedBytes;
    private int durableBytes;
    private final BitSet dirtySectors = new BitSet();

    int read(ByteBuffer dst, long position) {
        if (position >= cachedBytes) {
            return -1;
        }
        int count = (int) Math.min(dst.remaining(), cachedBytes - position);
        dst.put(cached, (int) position, count);
        return count;
    }

    void write(ByteBuffer src, int position) {
        int count = src.remaining();
        if (count > 0) {
            resize(Math.max(cachedBytes, position + count));
            src.get(cached, position, count);
            dirtySectors.set(position / SECTOR_BYTES, (position + count - 1) / SECTOR_BYTES + 1);
        }
    }

    /** Bytes that a write of this length would add to the file. */
    int growth(long position, int bytes) {
        return (int) Math.max(0, position + bytes - cachedBytes);
    }

    int bytes() {
        return cachedBytes;
    }

    void truncate(int bytes) {
        if (bytes < cachedBytes) {
            Arrays.fill(cached, bytes, cachedBytes, (byte) 0);
            dirtySectors.set(bytes / SECTOR_BYTES, (cachedBytes - 1) / SECTOR_BYTES + 1);
            cachedBytes = bytes;
        }
    }

    void force() {
        resizeDurable(cachedBytes);
        dirtySectors.stream().forEach(this::keep);
        dirtySectors.clear();
    }

    /** A force that failed: some sectors were written, all count as clean now. */
    void forceBadly(Random random) {
        dirtySectors.stream().filter(sector -> random.nextInt(4) == 0).forEach(this::keepWithin);
        dirtySectors.clear();
    }

    /** Returns a hash of what is left. */
    int losePower(Random random) {
        int mode = random.nextInt(4);
        int limit = dirtySectors.isEmpty() ? 0 : random.nextInt(dirtySectors.length() + 1);
        if (mode > 0 && cachedBytes > durableBytes && random.nextBoolean()) {
            resizeDurable(cachedBytes);
        }
        dirtySectors.stream()
                .filter(sector -> mode == 1 || (mode == 2 && random.nextBoolean()) || (mode == 3 && sector < limit))
                .forEach(this::keepWithin);
        dirtySectors.clear();
        cached = durable.clone();
        cachedBytes = durableBytes;
        return Arrays.hashCode(durable);
    }

    private void keepWithin(int sector) {
        if (sector * SECTOR_BYTES < durableBytes) {
            keep(sector);
        }
    }

    private void keep(int sector) {
        int from = sector * SECTOR_BYTES;
        int to = Math.min(from + SECTOR_BYTES, Math.min(cached.length, durableBytes));
        if (from < to) {
            System.arraycopy(cached, from, durable, from, to - from);
        }
    }

    private void resize(int bytes) {
        if (bytes > cached.length) {
            cached = Arrays.copyOf(cached, Math.max(bytes, cached.length * 2));
        }
        cachedBytes = bytes;
    }

    private void resizeDurable(int bytes) {
        if (bytes > durable.length) {
            durable = Arrays.copyOf(durable, Math.max(bytes, cached.length));
        } else if (bytes < durableBytes) {
            Arrays.fill(durable, bytes, durableBytes, (byte) 0);
        }
        durableBytes = bytes;
    }

    void flipBit(int position, int bit) {
        cached[position] ^= (byte) (1 << bit);
        if (position < durableBytes) {
            durable[position] ^= (byte) (1 << bit);
        }
    }

    void zeroSector(int sector) {
        zero(cached, sector);
        zero(durable, sector);
    }

    private static void zero(byte[] bytes, int sector) {
        int from = Math.min(sector * SECTOR_BYTES, bytes.length);
        Arrays.fill(bytes, from, Math.min(from + SECTOR_BYTES, bytes.length), (byte) 0);
    }

    ByteBuffer cached() {
        return ByteBuffer.wrap(cached, 0, cachedBytes).asReadOnlyBuffer();
    }
}
