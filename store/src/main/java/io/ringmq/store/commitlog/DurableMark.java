package io.ringmq.store.commitlog;

import java.io.IOException;

/**
 * How far the log is known to be durable: exactly in memory, and as the lower bound that the checkpoint holds. The mark
 * on the disk never exceeds what is durable, so it is lowered before bytes below it change.
 */
final class DurableMark implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final DenseIndex index;
    private final long everyBytes;
    private final long unforcedBytes;
    private volatile ChainPoint forced;
    private volatile long truncations;

    DurableMark(Checkpoint checkpoint, DenseIndex index, long everyBytes) {
        this.checkpoint = checkpoint;
        this.index = index;
        this.everyBytes = everyBytes;
        this.unforcedBytes = checkpoint.state().unforcedBytes();
        this.forced = checkpoint.state().mark();
    }

    /** The place up to which the log was forced. */
    ChainPoint forced() {
        return forced;
    }

    /** Counts the beginnings and the ends of truncations and resets. */
    long truncations() {
        return truncations;
    }

    synchronized CheckpointState state() {
        return checkpoint.state();
    }

    /**
     * Everything up to {@code point} is durable, where {@code point} was read when {@link #truncations} was
     * {@code truncationsSeen}; ignored if it changed since, because the point may be gone. Stores the mark when it is due.
     */
    synchronized void forcedTo(ChainPoint point, long truncationsSeen, boolean storeNow) throws IOException {
        if (truncations != truncationsSeen || point.index() < forced.index()) {
            return;
        }
        forced = point;
        long behind = point.endOffset() - checkpoint.state().mark().endOffset();
        if (storeNow || behind >= everyBytes) {
            store();
        }
    }

    /** Stores the mark unless it is stored already. */
    synchronized void store() throws IOException {
        if (!checkpoint.state().mark().equals(forced)) {
            // An index that is ahead of the mark does no harm, one behind it would have to be rebuilt.
            index.force();
            checkpoint.write(checkpoint.state().withMark(forced));
        }
    }

    /**
     * To be called before the {@code bytes} of the entries after {@code kept} are overwritten. If that is more than is
     * ever written between two forces, recovery must not conclude anything from the distance between damaged and
     * intact frames until {@link #truncated()}.
     */
    synchronized void truncatingTo(ChainPoint kept, long bytes) throws IOException {
        truncations++;
        if (forced.index() > kept.index()) {
            forced = kept;
        }
        CheckpointState state = checkpoint.state();
        boolean markMoves = state.mark().index() > kept.index();
        if (markMoves || bytes > unforcedBytes) {
            CheckpointState cutting = state.withUnforcedBytes(bytes > unforcedBytes ? Long.MAX_VALUE : unforcedBytes);
            checkpoint.replace(markMoves ? cutting.withMark(kept) : cutting);
        }
    }

    /** To be called when the entries that {@link #truncatingTo} announced are gone. */
    synchronized void truncated() throws IOException {
        truncations++;
        if (checkpoint.state().unforcedBytes() != unforcedBytes) {
            checkpoint.replace(checkpoint.state().withUnforcedBytes(unforcedBytes));
        }
    }

    /** Raft may read only what is after {@code first}, which is durable. */
    synchronized void firstMovedTo(ChainPoint first) throws IOException {
        index.force();
        checkpoint.replace(checkpoint.state().withFirst(first).withMark(forced));
    }

    /** To be called before a reset deletes anything. */
    synchronized void resettingTo(ChainPoint start) throws IOException {
        truncations++;
        forced = start;
        checkpoint.replace(checkpoint.state().resettingTo(start));
    }

    synchronized void resetDone() throws IOException {
        checkpoint.replace(checkpoint.state().resetDone());
        truncations++;
    }

    @Override
    public synchronized void close() throws IOException {
        checkpoint.close();
    }
}
