package io.ringmq.store.state;

/**
 * Changes that a store makes together or not at all, in the order in which they were added: a later change of a key
 * wins. Not thread-safe. A batch belongs to the store that made it and is closed by whoever asked for it, after the
 * write.
 */
public interface StateBatch extends AutoCloseable {

    void put(Family family, byte[] key, byte[] value);

    /** Removes a key; nothing happens if it is absent. */
    void delete(Family family, byte[] key);

    /** Removes the keys of a range, among them those that this batch put there before. */
    void deleteRange(Family family, KeyRange range);

    /**
     * Makes the changes visible now and leaves the store's applied index alone: for removals of what no reader can tell
     * from absent. May be called beside the thread that writes to the store.
     */
    void prune();

    @Override
    void close();
}
