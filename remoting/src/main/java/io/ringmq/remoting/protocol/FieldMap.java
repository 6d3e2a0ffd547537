package io.ringmq.remoting.protocol;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a header in the order in which they were put: pairs in an array, searched from the front. A header has
 * some fifteen fields with names of one letter, for which that costs a fraction of a hash table. Entries can be put and
 * changed, not removed. Not thread-safe while it is filled.
 */
final class FieldMap extends AbstractMap<String, String> {
    private static final int FIRST_CAPACITY = 16;

    /** Name, value, name, value, ... */
    private String[] pairs = new String[2 * FIRST_CAPACITY];

    private int size;

    FieldMap() {}

    FieldMap(Map<String, String> fields) {
        fields.forEach(this::put);
    }

    @Override
    public @Nullable String put(String name, String value) {
        int at = find(name);
        if (at >= 0) {
            String before = pairs[at + 1];
            pairs[at + 1] = value;
            return before;
        }
        if (2 * size == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * pairs.length);
        }
        pairs[2 * size] = name;
        pairs[2 * size + 1] = value;
        size++;
        return null;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int at = name instanceof String text ? find(text) : -1;
        return at < 0 ? null : pairs[at + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && find(text) >= 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < 2 * size; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    // A string keeps its hash, so what differs is passed over without a look at its characters.
    private int find(String name) {
        int hash = name.hashCode();
        for (int i = 0; i < 2 * size; i += 2) {
            if (pairs[i].hashCode() == hash && pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < 2 * size;
        }

        @Override
        public Map.Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return Map.entry(pairs[next - 2], pairs[next - 1]);
        }
    }
}
