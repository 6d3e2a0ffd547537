package io.ringmq.store.commitlog;

import io.ringmq.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The replicated log of a ring: Raft entries as frames ({@link FrameHeader}) in segment files. Physical offsets are a
 * function of the entries alone, so they are the same on every replica.
 *
 * <p>One thread appends, truncates and resets; any thread reads or forces. The first I/O error of a write ends the log:
 * that call and all later writing calls throw {@link LogFailedException}, and no force is ever tried again. Reading
 * calls throw {@link java.io.UncheckedIOException} on an I/O error and {@link CorruptLogException} on damaged bytes.
 */
public final class CommitLog implements AutoCloseable {
    private final CommitLogOptions options;
    private final SegmentSet segments;
    private final DenseIndex index;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Preallocator preallocator;
    private final DurableMark mark;
    private final Quarantine quarantine;
    private final Object mending = new Object();
    private final NavigableSet<Long> confIndexes;
    private final Collection<SegmentLease> leases = new CopyOnWriteArrayList<>();
    private final List<LongConsumer> storedListeners = new CopyOnWriteArrayList<>();

    private volatile Extent extent;
    private volatile long lowestIndex;
    private volatile long startOffset;
    private volatile @Nullable Exception failure;
    private volatile boolean closed;

    private CommitLog(
            Recovery.Recovered recovered, CommitLogOptions options, Executor background, Quarantine quarantine) {
        this.options = options;
        this.segments = recovered.segments();
        this.quarantine = quarantine;
        this.index = recovered.index();
        this.mark = new DurableMark(recovered.checkpoint(), index, options.checkpointEveryBytes());
        this.reader = new FrameReader(segments, index, mark::truncations);
        this.preallocator = new Preallocator(segments, options, background, failed -> failure = failed);
        this.writer = new FrameWriter(segments, preallocator, options);
        this.confIndexes = new ConcurrentSkipListSet<>(recovered.confIndexes());
        this.extent = new Extent(mark.state().first(), recovered.end());
        this.lowestIndex = recovered.lowestIndex();
        this.startOffset = firstByteOnDisk();
        preallocator.movedTo(recovered.end().endOffset());
    }

    /**
     * Opens or creates the log and recovers it: everything after the durable synced-up-to mark is scanned, and a torn
     * tail is cut durably.
     *
     * @param background makes room ahead of the end of the log; may run its tasks at any later time
     * @throws CorruptLogException when bytes below the mark are not what was written; nothing has been changed then
     */
    public static CommitLog open(Disk disk, CommitLogOptions options, Executor background) throws IOException {
        return open(disk, options, background, List.of());
    }

    /**
     * Likewise, and mends what it finds damaged from other replicas. Only frames that fit between sound ones are written.
     *
     * @throws CorruptLogException also when no replica gives the frames; it can be tried again then
     */
    public static CommitLog open(Disk disk, CommitLogOptions options, Executor background, List<FrameSource> replicas)
            throws IOException {
        Quarantine quarantine = new Quarantine(disk);
        return new CommitLog(Recovery.run(disk, options, quarantine, replicas), options, background, quarantine);
    }

    /** Index of the first entry that Raft may read; {@code lastIndex() + 1} when empty. */
    public long firstIndex() {
        return extent.first().index() + 1;
    }

    /** Index of the last entry; {@code firstIndex() - 1} when empty. A fresh log has first 1, last 0. */
    public long lastIndex() {
        return extent.end().index();
    }

    /** Index of the last entry whose append returned. */
    public long storedIndex() {
        return lastIndex();
    }

    /** Index of the last entry known to be durable. */
    public long forcedIndex() {
        return mark.forced().index();
    }

    /** Physical offset of the byte after the last frame. */
    public long endOffset() {
        return extent.end().endOffset();
    }

    /** Size of a segment; segments begin at multiples of it. */
    public long segmentBytes() {
        return options.segmentBytes();
    }

    /** Physical offset of the first byte still on disk. */
    public long startOffset() {
        return startOffset;
    }

    /**
     * Appends entries; in {@link FlushMode#SYNC} they are durable on return.
     *
     * @throws IllegalStateException if the indexes do not continue the log or a term decreases; nothing is written
     * @throws IllegalArgumentException if an entry cannot be stored; nothing is written
     */
    public synchronized void append(List<FrameInput> frames) {
        checkUsable();
        AppendChecks.verify(frames, extent.end(), options.segmentBytes());
        if (frames.isEmpty()) {
            return;
        }
        changing("append", () -> write(frames));
        for (LongConsumer listener : storedListeners) {
            listener.accept(lastIndex());
        }
    }

    private void write(List<FrameInput> frames) throws IOException {
        Extent before = extent;
        FrameWriter.Written written = writer.write(frames, before.end());
        long next = before.end().index() + 1;
        for (IndexEntry entry : written.entries()) {
            index.add(next, entry);
            if (entry.type() == FrameType.CONF) {
                confIndexes.add(next);
            }
            next++;
        }
        ChainPoint durable = options.flushMode() == FlushMode.SYNC ? written.end() : written.rolledAt();
        if (durable != null) {
            mark.forcedTo(durable, mark.truncations(), written.rolledAt() != null);
        }
        extent = new Extent(before.first(), written.end());
        preallocator.movedTo(written.end().endOffset());
    }

    /** The entry, its checksums verified; null if it is not in {@code [firstIndex, lastIndex]}. */
    public @Nullable Frame read(long entryIndex) {
        return reader.frame(entryIndex, this::isReadable);
    }

    /** Term of an entry, 0 if it is not in {@code [firstIndex, lastIndex]}. */
    public long term(long entryIndex) {
        IndexEntry entry = reader.entry(entryIndex, this::isReadable);
        return entry == null ? 0 : entry.term();
    }

    /** Where an entry is, null if it is not in {@code [firstIndex, lastIndex]}. */
    public @Nullable FramePosition position(long entryIndex) {
        IndexEntry entry = reader.entry(entryIndex, this::isReadable);
        return entry == null ? null : entry.toPosition();
    }

    /** The frame that holds this byte, also below {@link #firstIndex()}; null if none does. */
    public @Nullable Frame frameContaining(long physicalOffset) {
        long low = lowestIndex;
        long high = lastIndex();
        while (low <= high) {
            long middle = (low + high) >>> 1;
            IndexEntry entry = reader.entry(middle, this::isOnDisk);
            if (entry == null && middle < lowestIndex) {
                low = lowestIndex; // segments were deleted meanwhile
            } else if (entry == null) {
                return null;
            } else if (physicalOffset < entry.offset()) {
                high = middle - 1;
            } else if (physicalOffset >= entry.endOffset()) {
                low = middle + 1;
            } else {
                return reader.frame(middle, this::isOnDisk);
            }
        }
        return null;
    }

    /**
     * Fills {@code dst} with the bytes from {@code physicalOffset}, unverified.
     *
     * @throws OffsetRemovedException if they are below {@link #startOffset()}, or come to be while they are read
     * @throws IllegalArgumentException if the range ends behind {@link #endOffset()}
     */
    public void readFully(long physicalOffset, ByteBuffer dst) {
        reader.bytes(physicalOffset, dst, startOffset, endOffset());
    }

    /**
     * Frames as on disk, for {@link CopiedFrames}: whole ones, without fillers, also below {@link #firstIndex()}.
     *
     * @param maxBytes is exceeded only by a single frame that is larger
     * @throws IllegalArgumentException if {@code fromIndex} is not on disk
     */
    public ByteBuffer frames(long fromIndex, long toIndex, int maxBytes) {
        return reader.frames(fromIndex, toIndex, maxBytes, this::isOnDisk);
    }

    /** The place before the first entry on disk, at {@link #startOffset()}. */
    public synchronized ChainPoint start() {
        FrameHeader header = reader.header(lowestIndex, this::isOnDisk);
        return header == null
                ? extent.end()
                : new ChainPoint(header.index() - 1, header.previousTerm(), header.previousHeaderCrc(), startOffset);
    }

    /** All CONF entries from {@link #firstIndex()} on, ascending. */
    public List<Frame> confFrames() {
        return confIndexes.stream().map(this::read).filter(Objects::nonNull).toList();
    }

    private boolean isReadable(long entryIndex) {
        return extent.contains(entryIndex);
    }

    private boolean isOnDisk(long entryIndex) {
        return entryIndex >= lowestIndex && entryIndex <= lastIndex();
    }

    /**
     * Drops the entries after {@code lastIndexKept}; durable on return. Nothing happens if there are none.
     *
     * @throws IllegalStateException if {@code lastIndexKept} is below {@code firstIndex() - 1}
     */
    public synchronized void truncateSuffix(long lastIndexKept) {
        checkUsable();
        if (lastIndexKept >= lastIndex()) {
            return;
        }
        if (lastIndexKept < firstIndex() - 1) {
            throw new IllegalStateException("Cannot truncate the log to end at " + lastIndexKept + ": it begins at "
                    + firstIndex() + ", and what is before is in a snapshot");
        }
        ChainPoint kept = Objects.requireNonNull(pointAfter(lastIndexKept));
        changing("truncate the suffix", () -> cutAfter(kept));
    }

    private void cutAfter(ChainPoint kept) throws IOException {
        long oldEnd = endOffset();
        mark.truncatingTo(kept, oldEnd - kept.endOffset());
        extent = new Extent(extent.first(), kept);
        confIndexes.tailSet(kept.index(), false).clear();
        index.continueAt(kept.index() + 1);
        segments.zeroBackwards(kept.endOffset(), oldEnd);
        mark.truncated();
        mark.forcedTo(kept, mark.truncations(), false);
        preallocator.movedTo(kept.endOffset());
    }

    /**
     * Makes {@code firstIndexKept} the first index, durably; the bytes stay. If it is beyond {@code lastIndex + 1} this
     * is {@link #reset(long)}.
     */
    public synchronized void truncatePrefix(long firstIndexKept) {
        checkUsable();
        if (firstIndexKept <= firstIndex()) {
            return;
        }
        if (firstIndexKept > lastIndex() + 1) {
            reset(firstIndexKept);
            return;
        }
        ChainPoint first = Objects.requireNonNull(pointAfter(firstIndexKept - 1));
        changing("truncate the prefix", () -> {
            if (first.index() > mark.forced().index()) {
                forceEnd();
            }
            mark.firstMovedTo(first);
            extent = new Extent(first, extent.end());
            confIndexes.headSet(first.index(), true).clear();
        });
    }

    /** Drops everything; the next append is {@code nextIndex}, at the start of the segment after the current end. */
    public synchronized void reset(long nextIndex) {
        reset(new ChainPoint(nextIndex - 1, 0, 0, segments.layout().boundaryFrom(endOffset())));
    }

    /**
     * Drops everything; the next append follows {@code start}. With the leader's values the offsets and the chain of
     * this replica continue as the leader's do.
     */
    public synchronized void reset(ChainPoint start) {
        checkUsable();
        if (start.index() < 0 || start.endOffset() < 0 || start.endOffset() % FrameHeader.ALIGNMENT_BYTES != 0) {
            throw new IllegalArgumentException("A log cannot start after " + start);
        }
        changing("reset", () -> {
            mark.resettingTo(start);
            extent = new Extent(start, start);
            lowestIndex = start.index() + 1;
            startOffset = start.endOffset();
            confIndexes.clear();
            preallocator.startOver(start.endOffset());
            index.clear(start.index() + 1);
            mark.resetDone();
            preallocator.movedTo(start.endOffset());
        });
    }

    /**
     * The place after an entry, to {@link #reset(ChainPoint)} another replica to; null unless it is in
     * {@code [firstIndex - 1, lastIndex]}.
     */
    public @Nullable ChainPoint pointAfter(long entryIndex) {
        Extent now = extent;
        if (entryIndex == now.first().index()) {
            return now.first();
        }
        if (entryIndex == now.end().index()) {
            return now.end();
        }
        FrameHeader header = reader.header(entryIndex, this::isReadable);
        return header == null ? null : header.toPoint();
    }

    /**
     * The segments on the disk, lowest first: sealed ones, the one that is written to, and any made ahead of the end.
     * Waits for an append under way.
     */
    public synchronized List<LogSegment> segments() {
        checkUsable();
        return segments.describe();
    }

    /**
     * Keeps the bytes from an offset on from {@link #deleteSegmentsBefore} until the lease is closed.
     *
     * @throws OffsetRemovedException if the offset is below {@link #startOffset()} already
     */
    public synchronized SegmentLease lease(long fromOffset) {
        if (fromOffset < startOffset) {
            throw new OffsetRemovedException(fromOffset);
        }
        SegmentLease lease = new SegmentLease(fromOffset, leases::remove);
        leases.add(lease);
        return lease;
    }

    /**
     * The start of the segment below which {@link #deleteSegmentsBefore} deletes at most: neither Raft nor the holder of
     * a lease needs what is before. The segment in which the entry before {@link #firstIndex()} ends is needed, because
     * the log may be truncated to there.
     */
    public long deletableBefore() {
        long needed = extent.first().endOffset();
        for (SegmentLease lease : leases) {
            needed = Math.min(needed, lease.fromOffset());
        }
        return segments.layout().baseOf(needed);
    }

    /** Deletes whole segments below this offset and below {@link #deletableBefore()}, lowest first, durably. */
    public synchronized void deleteSegmentsBefore(long physicalOffset) {
        checkUsable();
        long base = segments.layout().baseOf(Math.min(physicalOffset, deletableBefore()));
        if (base <= startOffset) {
            return;
        }
        changing("delete segments", () -> {
            lowestIndex = base >= endOffset() ? lastIndex() + 1 : segments.firstIndexIn(base);
            startOffset = base;
            segments.delete(0, base);
            index.deleteBefore(lowestIndex);
        });
    }

    /**
     * Verifies frames of sealed segments against their checksums, from {@link #startOffset()} or from where the last
     * step ended, and changes nothing.
     *
     * @param maxBytes the step ends behind the frame that exceeds this
     * @return equal to {@code fromOffset} in {@link ScrubStep#nextOffset()} if no sealed segment is left, or the log is
     *     closed
     */
    public ScrubStep scrub(long fromOffset, long maxBytes) {
        return new SegmentScrub(segments, this::startOffset, this::endOffset, mark::truncations, () -> closed)
                .run(fromOffset, maxBytes);
    }

    /**
     * Replaces damaged frames, up to the next sound one, by the same frames of another replica, beside whoever appends and
     * reads.
     *
     * @param offset where the damage begins, as {@link ScrubStep#damagedOffset} or {@link CorruptLogException#offset} says
     * @throws FramesUnavailableException if no replica gives frames that fit, or the log was cut meanwhile
     */
    public MendedFrames mend(long offset, List<FrameSource> replicas) throws IOException {
        synchronized (mending) {
            FrameMending.WriteGuard guard = guardedBy(mark.truncations(), startOffset);
            FrameMending frames = new FrameMending(segments, quarantine, guard);
            return new LogMending(segments, index, frames, () -> lowestIndex)
                    .mend(offset, mark.state().origin(), extent.end(), replicas);
        }
    }

    /** How many damaged places were mended since this log was opened, those at its opening included. */
    public int mendings() {
        return quarantine.findings();
    }

    private FrameMending.WriteGuard guardedBy(long truncations, long start) {
        return write -> {
            synchronized (this) {
                if (closed || mark.truncations() != truncations || startOffset != start) {
                    throw new FramesUnavailableException("the log was closed or cut while it was being mended");
                }
                checkUsable();
                changing("mend", write::run);
            }
        };
    }

    private long firstByteOnDisk() {
        List<Long> bases = segments.bases();
        ChainPoint origin = mark.state().origin();
        return bases.isEmpty() ? endOffset() : Math.max(bases.get(0), origin.endOffset());
    }

    /** Makes everything appended so far durable. */
    public void force() {
        checkUsable();
        changing("force", this::forceEnd);
    }

    private void forceEnd() throws IOException {
        long truncations = mark.truncations();
        // The end is read before its segment: should the log roll in between, the roll forced what this force misses.
        ChainPoint end = extent.end();
        if (end.index() > mark.forced().index()) {
            segments.force(endOffset() - 1);
            mark.forcedTo(end, truncations, false);
        }
    }

    /** Called on the appending thread with the new {@link #storedIndex()} after each append. */
    public void addStoredListener(LongConsumer listener) {
        storedListeners.add(listener);
    }

    private interface Change {
        void run() throws IOException;
    }

    private void changing(String what, Change change) {
        try {
            change.run();
        } catch (IOException e) {
            failure = e;
            throw new LogFailedException("Cannot " + what + " at index " + lastIndex() + "; the log is failed", e);
        }
    }

    private void checkUsable() {
        Exception cause = failure;
        if (cause != null) {
            throw new LogFailedException("The log failed before; restart the process to recover it", cause);
        }
        if (closed) {
            throw new IllegalStateException("The log is closed");
        }
    }

    /** Forces, stores the mark and closes the files; after a failure it only closes them. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        preallocator.close();
        changing("close", () -> {
            try (mark;
                    index;
                    segments) {
                if (failure == null) {
                    forceEnd();
                    mark.store();
                }
            }
        });
    }
}
