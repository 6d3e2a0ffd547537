package io.ringmq.store.key;

import io.ringmq.store.state.StateStoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Keys in the order of their messages. Written as a record:
 *
 * <pre>
 *  offset  size  field
 *  0       1     version, 1
 *  1       8     base: physical offset of the first message
 *  9       8     base time: store time of the first message, ms
 *  then for each key, {@value #KEY_BYTES} bytes:
 *  0       1     highest 8 bits of the hash
 *  1       4     next 32 bits of the hash
 *  5       4     physical offset - base
 *  9       4     store time - base time
 * </pre>
 *
 * Not thread-safe.
 */
final class KeyRun {
    /** A run reaches less far than this, but for its last entry, so that differences fit 31 bits. */
    static final long MAX_SPAN_BYTES = 64L << 20;

    private static final long MAX_SPAN_MS = Integer.MAX_VALUE / 2;
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + Long.BYTES + Long.BYTES;
    private static final int KEY_BYTES = 1 + 3 * Integer.BYTES;
    /** What of a hash is kept. */
    private static final int HASH_BITS = 40;

    private long[] hashes = new long[16];
    private long[] offsets = new long[16];
    private long[] timesMs = new long[16];
    private int size;

    /** What of a hash is compared. */
    static long shortened(long hash) {
        return hash >>> (Long.SIZE - HASH_BITS);
    }

    /** The part of a hash that keys of the store begin with. */
    static int firstByte(long hash) {
        return (int) (hash >>> (Long.SIZE - Byte.SIZE));
    }

    void add(long hash, long physicalOffset, long storeTimestampMs) {
        append(shortened(hash), physicalOffset, storeTimestampMs);
    }

    private void append(long shortHash, long physicalOffset, long storeTimestampMs) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size);
            timesMs = Arrays.copyOf(timesMs, 2 * size);
        }
        hashes[size] = shortHash;
        offsets[size] = physicalOffset;
        timesMs[size] = storeTimestampMs;
        size++;
    }

    void addAll(KeyRun other) {
        for (int i = 0; i < other.size; i++) {
            append(other.hashes[i], other.offsets[i], other.timesMs[i]);
        }
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Physical offset of the first message; of a run that is not empty. */
    long base() {
        return offsets[0];
    }

    /** Physical offset of the last message; of a run that is not empty. */
    long last() {
        return offsets[size - 1];
    }

    /** Whether the keys of a later run can be told from here. */
    boolean reaches(KeyRun later) {
        return size == 0
                || (later.offsets[0] - offsets[0] < MAX_SPAN_BYTES
                        && Math.abs(later.timesMs[0] - timesMs[0]) < MAX_SPAN_MS);
    }

    /** Visits this run's keys in runs of those whose hash has the same first byte, keeping their order. */
    void forEachFirstByte(Consumer<KeyRun> visitor) {
        KeyRun[] parts = new KeyRun[1 << Byte.SIZE];
        for (int i = 0; i < size; i++) {
            int first = (int) (hashes[i] >>> (HASH_BITS - Byte.SIZE));
            KeyRun part = parts[first];
            if (part == null) {
                part = new KeyRun();
                parts[first] = part;
            }
            part.append(hashes[i], offsets[i], timesMs[i]);
        }
        for (KeyRun part : parts) {
            if (part != null) {
                visitor.accept(part);
            }
        }
    }

    int firstByte() {
        return (int) (hashes[0] >>> (HASH_BITS - Byte.SIZE));
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + size * KEY_BYTES);
        out.put(VERSION).putLong(offsets[0]).putLong(timesMs[0]);
        for (int i = 0; i < size; i++) {
            out.put((byte) (hashes[i] >>> Integer.SIZE)).putInt((int) hashes[i]);
            out.putInt(Math.toIntExact(offsets[i] - offsets[0]));
            // The clock of a leader may be off by more than fits; all that suffers then is the search by time.
            out.putInt((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, timesMs[i] - timesMs[0])));
        }
        return out.array();
    }

    static KeyRun decode(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record);
        if (record.length < HEADER_BYTES || in.get() != VERSION || (record.length - HEADER_BYTES) % KEY_BYTES != 0) {
            throw new StateStoreException(
                    "key index record of " + record.length + " bytes is damaged or not known here");
        }
        long base = in.getLong();
        long baseMs = in.getLong();
        KeyRun run = new KeyRun();
        while (in.hasRemaining()) {
            long hash = Byte.toUnsignedLong(in.get()) << Integer.SIZE | Integer.toUnsignedLong(in.getInt());
            run.append(hash, base + in.getInt(), baseMs + in.getInt());
        }
        return run;
    }

    /** Adds what a query asks for, the last first, until it has enough. */
    void find(KeyQuery query, KeyMatches found) {
        long wanted = shortened(query.hash());
        for (int i = size - 1; i >= 0 && !found.enough(); i--) {
            if (hashes[i] == wanted && query.accepts(offsets[i], timesMs[i])) {
                found.add(new KeyPosition(offsets[i], timesMs[i]));
            }
        }
    }
}
