package io.ringmq.store.state;

/**
 * The contents of a {@link StateStore} at one moment, whatever is written afterwards. It keeps disk space from being
 * reclaimed, so it should not live for days. Thread-safe.
 */
public interface FrozenState extends AutoCloseable {

    /**
     * Visits the entries of a range, ascending, until the visitor has enough.
     *
     * @throws StateStoreException if the disk fails, or the store was closed
     */
    void scan(Family family, KeyRange range, StateStore.Visitor visitor);

    /** Lets go of the contents. Idempotent; may come after the store was closed. */
    @Override
    void close();
}
