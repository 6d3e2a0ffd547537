package io.ringmq.store.state;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An ordered key-value store without a log of its own. Written batches are readable at once and durable after a flush:
 * whatever a crash takes away is applied again from the replicated log, starting behind {@link #appliedIndex()}, which
 * is kept in the same batches and so always matches the data.
 *
 * <p>One thread writes and flushes; any thread may read, and sees a batch wholly or not at all within one call. Every
 * method throws {@link StateStoreException} if the disk fails or the store is closed.
 */
public interface StateStore extends AutoCloseable {

    /** Receives entries of a scan. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Called with each entry in turn; the arrays belong to the visitor. Must not call the store.
         *
         * @return false to end the scan
         */
        boolean visit(byte[] key, byte[] value);
    }

    /** The order in which a scan visits keys. */
    enum Direction {
        ASCENDING,
        DESCENDING
    }

    /** The value of a key, or null. */
    byte @Nullable [] get(Family family, byte[] key);

    /** The entry with the largest key {@code <= key} that shares the first {@code prefixBytes} of it, or null. */
    @Nullable
    StateEntry floor(Family family, byte[] key, int prefixBytes);

    /** Visits the entries of a range until the visitor has enough. */
    void scan(Family family, KeyRange range, Direction direction, Visitor visitor);

    /**
     * Visits the entry that {@link #floor} would return, if any, and then all larger keys that share the first
     * {@code prefixBytes} of {@code key}, ascending, until the visitor has enough.
     */
    void scanFromFloor(Family family, byte[] key, int prefixBytes, Visitor visitor);

    /** An empty batch; the caller closes it. */
    StateBatch newBatch();

    /**
     * Makes the changes of a batch visible, together with the applied index. Not durable before the next flush.
     *
     * @param appliedIndex the log index up to which the state is now a function of the log; never smaller than before
     */
    void write(StateBatch batch, long appliedIndex);

    /** The index given with the last write, or 0 in a new store. */
    long appliedIndex();

    /** Makes everything written durable; the log is forced first, see the implementation. */
    void flush();

    /**
     * The contents as they are now, with everything written before. Costs next to nothing; the caller closes it.
     */
    FrozenState freeze();

    /** Flushes, and leaves a copy of the store in a directory that must not exist yet: the base of a snapshot. */
    void checkpoint(Path directory);

    /** Releases resources without a flush: call {@link #flush} first to spare the next start the replay. */
    @Override
    void close();
}
