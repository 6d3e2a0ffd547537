package io.ringmq.store.commitlog;

/**
 * What Raft may read: the entries after {@code first} up to {@code end}.
 *
 * @param first the place before the first entry
 * @param end the place after the last entry
 */
record Extent(ChainPoint first, ChainPoint end) {
    boolean contains(long index) {
        return index > first.index() && index <= end.index();
    }
}
