package io.ringmq.store.key;

/**
 * What is looked up in the index.
 *
 * @param hash of topic and key
 * @param fromMs least store time, inclusive
 * @param toMs greatest store time, inclusive
 * @param beforeOffset only messages in front of this physical offset
 * @param max the most positions to find, at least 1
 */
public record KeyQuery(long hash, long fromMs, long toMs, long beforeOffset, int max) {
    boolean accepts(long offset, long storeMs) {
        return offset < beforeOffset && storeMs >= fromMs && storeMs <= toMs;
    }
}
