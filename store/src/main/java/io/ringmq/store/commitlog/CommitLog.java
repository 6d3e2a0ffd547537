package io.ringmq.store.commitlog;

import io.ringmq.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The replicated log of a ring: Raft entries as frames in segment files. One thread appends, truncates and resets;
 * any thread reads. Physical offsets are a function of the entries alone, so they are the same on every replica.
 *
 * <p>The first I/O error of a write ends the log: that call and all later ones throw {@link LogFailedException}.
 */
// The signatures come first so that callers can be written; the bodies follow.
@SuppressWarnings("DoNotCallSuggester")
public final class CommitLog implements AutoCloseable {
    private CommitLog() {}

    /**
     * Opens or creates the log and recovers it: everything after the durable synced-up-to mark is scanned, and a torn
     * tail is cut durably.
     *
     * @param background fills files with zeros ahead of the end of the log; may run tasks at any later time
     * @throws CorruptLogException when bytes below the mark are not what was written; nothing has been changed then
     */
    public static CommitLog open(Disk disk, CommitLogOptions options, Executor background) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Index of the first entry that Raft may read; {@code lastIndex() + 1} when empty. */
    public long firstIndex() {
        throw new UnsupportedOperationException();
    }

    /** Index of the last entry; {@code firstIndex() - 1} when empty. A fresh log has first 1, last 0. */
    public long lastIndex() {
        throw new UnsupportedOperationException();
    }

    /** Index of the last entry whose append returned. */
    public long storedIndex() {
        throw new UnsupportedOperationException();
    }

    /** Index of the last entry known to be durable. */
    public long forcedIndex() {
        throw new UnsupportedOperationException();
    }

    /** Physical offset of the byte after the last frame. */
    public long endOffset() {
        throw new UnsupportedOperationException();
    }

    /** Physical offset of the first byte still on disk. */
    public long startOffset() {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends entries; in {@link FlushMode#SYNC} they are durable on return.
     *
     * @throws IllegalStateException if the indexes do not continue the log or a term decreases; nothing is written
     * @throws IllegalArgumentException if an entry does not fit in a segment; nothing is written
     */
    public void append(List<FrameInput> frames) {
        throw new UnsupportedOperationException();
    }

    /**
     * The entry, its checksums verified; null if it is not in {@code [firstIndex, lastIndex]}.
     *
     * @throws CorruptLogException if the stored bytes are damaged
     */
    public @Nullable Frame read(long index) {
        throw new UnsupportedOperationException();
    }

    /** Term of an entry, 0 if it is not in {@code [firstIndex, lastIndex]}. */
    public long term(long index) {
        throw new UnsupportedOperationException();
    }

    /** Where an entry is, null if it is not in {@code [firstIndex, lastIndex]}. */
    public @Nullable FramePosition position(long index) {
        throw new UnsupportedOperationException();
    }

    /** The frame that holds this byte, also below {@link #firstIndex()}; null if none does. */
    public @Nullable Frame frameContaining(long physicalOffset) {
        throw new UnsupportedOperationException();
    }

    /**
     * Fills {@code dst} with the bytes from {@code physicalOffset}, unverified.
     *
     * @throws IllegalArgumentException if the range is not inside {@code [startOffset, endOffset)}
     */
    public void readFully(long physicalOffset, ByteBuffer dst) {
        throw new UnsupportedOperationException();
    }

    /** All CONF entries from {@link #firstIndex()} on, ascending. */
    public List<Frame> confFrames() {
        throw new UnsupportedOperationException();
    }

    /** Drops the entries after {@code lastIndexKept}; durable on return. Nothing happens if there are none. */
    public void truncateSuffix(long lastIndexKept) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes {@code firstIndexKept} the first index, durably; the bytes stay. If it is beyond {@code lastIndex + 1} this
     * is {@link #reset(long)}.
     */
    public void truncatePrefix(long firstIndexKept) {
        throw new UnsupportedOperationException();
    }

    /** Drops everything; the next append is {@code nextIndex}, at the start of the segment after the current end. */
    public void reset(long nextIndex) {
        throw new UnsupportedOperationException();
    }

    /**
     * Drops everything; the next append follows {@code start}. With the leader's values the offsets and the chain of
     * this replica continue as the leader's do.
     */
    public void reset(ChainPoint start) {
        throw new UnsupportedOperationException();
    }

    /** The place after an entry, to {@link #reset(ChainPoint)} another replica to; null if absent. */
    public @Nullable ChainPoint pointAfter(long index) {
        throw new UnsupportedOperationException();
    }

    /** Deletes whole segments below this offset and below {@link #firstIndex()}. */
    public void deleteSegmentsBefore(long physicalOffset) {
        throw new UnsupportedOperationException();
    }

    /** Makes everything appended so far durable. */
    public void force() {
        throw new UnsupportedOperationException();
    }

    /** Called on the appending thread with the new {@link #storedIndex()} after each append. */
    public void addStoredListener(LongConsumer listener) {
        throw new UnsupportedOperationException();
    }

    /** Forces and closes the files. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
