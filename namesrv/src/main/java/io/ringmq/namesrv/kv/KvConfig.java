package io.ringmq.namesrv.kv;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Texts by namespace and key. Immutable.
 *
 * @param namespaces texts by key, by namespace; no namespace is empty
 */
public record KvConfig(SortedMap<String, SortedMap<String, String>> namespaces) {
    /** Keys of all namespaces together. */
    public static final int MAX_KEYS = 10_000;

    /** Characters of a namespace, key and value together. */
    public static final int MAX_ENTRY_CHARS = 16_384;

    /** Holds nothing. */
    public static final KvConfig EMPTY = new KvConfig(Collections.emptySortedMap());

    /**
     * A table with one more, or one changed, text.
     *
     * @throws KvLimitException if that would exceed a bound
     */
    public KvConfig with(String namespace, String key, String value) {
        if (namespace.length() + key.length() + value.length() > MAX_ENTRY_CHARS) {
            throw new KvLimitException("the entry is longer than " + MAX_ENTRY_CHARS + " characters; shorten it");
        }
        if (get(namespace, key).isEmpty() && size() >= MAX_KEYS) {
            throw new KvLimitException("the nameserver holds " + MAX_KEYS + " keys already; delete some");
        }
        SortedMap<String, String> entries = new TreeMap<>(list(namespace));
        entries.put(key, value);
        return replace(namespace, entries);
    }

    /** A table without a key; the same if it is not there. */
    public KvConfig without(String namespace, String key) {
        SortedMap<String, String> entries = new TreeMap<>(list(namespace));
        return entries.remove(key) == null ? this : replace(namespace, entries);
    }

    public Optional<String> get(String namespace, String key) {
        return Optional.ofNullable(list(namespace).get(key));
    }

    /** The texts of a namespace by key; empty if there are none. */
    public Map<String, String> list(String namespace) {
        return namespaces.getOrDefault(namespace, Collections.emptySortedMap());
    }

    private int size() {
        return namespaces.values().stream().mapToInt(Map::size).sum();
    }

    private KvConfig replace(String namespace, SortedMap<String, String> entries) {
        SortedMap<String, SortedMap<String, String>> next = new TreeMap<>(namespaces);
        if (entries.isEmpty()) {
            next.remove(namespace);
        } else {
            next.put(namespace, Collections.unmodifiableSortedMap(entries));
        }
        return new KvConfig(Collections.unmodifiableSortedMap(next));
    }
}
