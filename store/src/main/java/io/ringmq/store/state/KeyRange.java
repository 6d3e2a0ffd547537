package io.ringmq.store.state;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Keys from one bound (inclusive) to another (exclusive), in the order of unsigned bytes. */
public final class KeyRange {

    private final byte[] from;
    private final byte @Nullable [] to;

    private KeyRange(byte[] from, byte @Nullable [] to) {
        this.from = from;
        this.to = to;
    }

    /** All keys. */
    public static KeyRange all() {
        return new KeyRange(new byte[0], null);
    }

    /** The keys {@code >= from}. */
    public static KeyRange from(byte[] from) {
        return new KeyRange(from.clone(), null);
    }

    /** The keys {@code from <= key < to}; empty when {@code from >= to}. */
    public static KeyRange of(byte[] from, byte[] to) {
        return new KeyRange(from.clone(), to.clone());
    }

    /** The keys that start with {@code prefix}, the prefix itself included. */
    public static KeyRange prefix(byte[] prefix) {
        return new KeyRange(prefix.clone(), successor(prefix));
    }

    /** The smallest key above all keys with this prefix, or null when there is none. */
    private static byte @Nullable [] successor(byte[] prefix) {
        for (int last = prefix.length - 1; last >= 0; last--) {
            if (prefix[last] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, last + 1);
                next[last]++;
                return next;
            }
        }
        return null;
    }

    /** The first key of the range; empty when it starts at the smallest key. */
    public byte[] from() {
        return from.clone();
    }

    /** The key behind the range, or null when it reaches to the largest key. */
    public byte @Nullable [] to() {
        return to == null ? null : to.clone();
    }

    /** True if the range holds no key whatever is stored. */
    public boolean isEmpty() {
        return to != null && Arrays.compareUnsigned(from, to) >= 0;
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return "[" + hex.formatHex(from) + ", " + (to == null ? "end" : hex.formatHex(to)) + ")";
    }
}
