package io.ringmq.store.key;

import java.nio.ByteBuffer;

/**
 * The hash that keys are indexed by: FNV-1a of 64 bits over the UTF-16 units of the topic, a separator and the bytes of the
 * key, its bits mixed at the end. Part of the stored format: never change it.
 */
public final class KeyHash {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int SEPARATOR = '#';

    private KeyHash() {}

    /** What the hashes of all keys of a topic begin with. */
    public static long seed(String topic) {
        long hash = OFFSET_BASIS;
        for (int i = 0; i < topic.length(); i++) {
            hash = (hash ^ topic.charAt(i)) * PRIME;
        }
        return (hash ^ SEPARATOR) * PRIME;
    }

    /**
     * The hash of a key.
     *
     * @param seed of its topic
     * @param bytes the key is those from {@code from} to {@code to}; the buffer's position stays
     */
    public static long of(long seed, ByteBuffer bytes, int from, int to) {
        long hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes.get(i) & 0xff)) * PRIME;
        }
        return mix(hash);
    }

    /** Has every bit depend on every other, because the index sorts by the highest. */
    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
