package io.ringmq.store.commitlog;

import io.ringmq.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the end of the log after a stop of any kind.
 *
 * <ol>
 *   <li>Below the mark of the checkpoint everything was durable. The dense index is believed there if its entry for the
 *       mark is the frame of the mark and its entries are intact; else it is rebuilt from the frame headers. What is
 *       damaged there is corruption and is never cut.
 *   <li>Above the mark, frames are taken in as long as each is intact and continues the chain. The first that does not
 *       ends the log: it belongs to an append that never finished, since what finished was either durable or never
 *       acknowledged as such. An exception is a frame so far behind the bad one that a force must have been between
 *       them: then the bad one had been durable, and this too is corruption.
 *   <li>What is corrupt is mended from other replicas ({@link FrameMending}), or recovery fails.
 *   <li>The accepted tail is written again and forced: after a failed force the page cache may show bytes that the disk
 *       does not have. What lies behind is zeroed durably, so that no old frame is ever found behind new ones.
 * </ol>
 *
 * <p>Nothing but damaged frames changes on the disk before the log is known to be sound, and each step can be repeated: a
 * crash during recovery leads to the same log.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int CHUNK_BYTES = 1 << 20;

    /** A sound log. */
    record Recovered(
            Checkpoint checkpoint,
            SegmentSet segments,
            DenseIndex index,
            NavigableSet<Long> confIndexes,
            long lowestIndex,
            ChainPoint end) {}

    private final CommitLogOptions options;
    private final Checkpoint checkpoint;
    private final SegmentSet segments;
    private final DenseIndex index;
    private final Quarantine quarantine;
    private final List<FrameSource> replicas;
    private final NavigableSet<Long> confIndexes = new TreeSet<>();
    private final ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);

    private Recovery(
            CommitLogOptions options,
            Checkpoint checkpoint,
            SegmentSet segments,
            DenseIndex index,
            Quarantine quarantine,
            List<FrameSource> replicas) {
        this.options = options;
        this.checkpoint = checkpoint;
        this.segments = segments;
        this.index = index;
        this.quarantine = quarantine;
        this.replicas = replicas;
    }

    /**
     * @param quarantine takes the damaged bytes that are mended
     * @param replicas are asked for frames that are damaged here
     */
    static Recovered run(Disk disk, CommitLogOptions options, Quarantine quarantine, List<FrameSource> replicas)
            throws IOException {
        Checkpoint checkpoint = Checkpoint.open(disk);
        SegmentSet segments = SegmentSet.open(disk, new SegmentLayout(options.segmentBytes()));
        DenseIndex index = new DenseIndex(disk);
        try {
            return new Recovery(options, checkpoint, segments, index, quarantine, replicas).recover();
        } catch (IOException | RuntimeException e) {
            checkpoint.close();
            segments.close();
            index.close();
            throw e;
        }
    }

    private Recovered recover() throws IOException {
        prepareCheckpoint();
        CheckpointState state = checkpoint.state();
        long lowestBase = checkSegmentsPresent(state);
        ChainPoint start = startOfRetained(state, lowestBase);
        if (!indexIsSound(start, state)) {
            rebuildIndex(start, state);
        }
        ChainPoint end = findEnd(state);
        segments.delete(0, lowestBase);
        rewrite(state.mark().endOffset(), end.endOffset());
        cutRemains(end);
        index.force();
        checkpoint.replace(state.withMark(end).withUnforcedBytes(unforcedBytes()));
        return new Recovered(checkpoint, segments, index, confIndexes, start.index() + 1, end);
    }

    private long unforcedBytes() {
        return options.flushMode() == FlushMode.SYNC ? options.maxUnforcedBytes() : Long.MAX_VALUE;
    }

    private void prepareCheckpoint() throws IOException {
        CheckpointState state = checkpoint.stored();
        if (state == null) {
            createCheckpoint();
            return;
        }
        if (state.segmentBytes() != options.segmentBytes()) {
            throw new IllegalArgumentException("The log was created with segments of " + state.segmentBytes()
                    + " bytes, the configuration says " + options.segmentBytes()
                    + "; it cannot be changed, set it back");
        }
        checkpoint.rewrite();
        if (state.resetting()) {
            segments.delete(0, Long.MAX_VALUE);
            index.clear(state.origin().index() + 1);
            checkpoint.replace(state.resetDone());
        }
    }

    private void createCheckpoint() throws IOException {
        if (!segments.bases().isEmpty()) {
            throw new CorruptLogException("Both slots of " + Checkpoint.NAME + " are damaged or missing, but "
                    + SegmentSet.DIRECTORY + " holds segments. Restore the file, or remove the data directory and"
                    + " let this replica rejoin as a new member.");
        }
        index.clear(1);
        checkpoint.replace(CheckpointState.startingAt(options.segmentBytes(), unforcedBytes(), ChainPoint.ORIGIN));
    }

    /** Returns the base of the lowest segment of the unbroken run up to the mark. */
    private long checkSegmentsPresent(CheckpointState state) {
        SegmentLayout layout = segments.layout();
        long markEnd = state.mark().endOffset();
        long base = layout.baseOf(Math.max(0, markEnd - 1));
        long lowest = layout.baseOf(markEnd);
        long originBase = layout.baseOf(state.origin().endOffset());
        while (base >= originBase && segments.holding(base) != null) {
            lowest = base;
            base -= layout.segmentBytes();
        }
        if (state.mark().endOffset() > state.first().endOffset()
                && lowest > state.first().endOffset()) {
            throw new CorruptLogException("Segment file " + SegmentSet.name(base) + " is missing, which holds entries"
                    + " from index " + (state.first().index() + 1) + " on. Restore it, or remove the data directory and"
                    + " let this replica rejoin as a new member.");
        }
        return lowest;
    }

    /** The place before the first entry still on disk. */
    private ChainPoint startOfRetained(CheckpointState state, long lowestBase) throws IOException {
        if (lowestBase <= state.origin().endOffset()) {
            return state.origin();
        }
        if (lowestBase >= state.mark().endOffset()) {
            return state.mark();
        }
        FrameHeader header = segments.headerAt(lowestBase);
        if (header == null || header.type() == FrameType.PAD) {
            mendFirst(state, lowestBase);
            header = segments.headerAt(lowestBase);
        }
        if (header == null) {
            throw corrupt(lowestBase, state.first().index() + 1);
        }
        return new ChainPoint(header.index() - 1, header.previousTerm(), header.previousHeaderCrc(), lowestBase);
    }

    private boolean indexIsSound(ChainPoint start, CheckpointState state) throws IOException {
        ChainPoint mark = state.mark();
        if (mark.index() > start.index()) {
            IndexEntry entry = index.get(mark.index());
            FrameHeader header = entry == null ? null : segments.headerAt(entry.offset());
            if (header == null || !header.toPoint().equals(mark)) {
                return false;
            }
        }
        index.continueAt(mark.index() + 1);
        return index.visit(state.first().index() + 1, mark.index(), this::noteConf);
    }

    private void rebuildIndex(ChainPoint start, CheckpointState state) throws IOException {
        LOG.warn(
                "The dense index does not fit the log; rebuilding it from index {} to {}",
                start.index() + 1,
                state.mark().index());
        index.clear(start.index() + 1);
        confIndexes.clear();
        ChainPoint at = start;
        while (at.index() < state.mark().index()) {
            FrameHeader header = segments.headerAfter(at);
            if (header == null) {
                mend(at, state.mark());
                header = segments.headerAfter(at);
            }
            if (header == null) {
                throw corrupt(at.endOffset(), at.index() + 1);
            }
            at = accept(header);
        }
        if (!at.equals(state.mark()) && start.index() < state.mark().index()) {
            throw corrupt(state.mark().endOffset(), state.mark().index());
        }
        confIndexes.headSet(state.first().index(), true).clear();
    }

    private ChainPoint scanTail(ChainPoint mark) throws IOException {
        ChainPoint at = mark;
        FrameHeader header = segments.headerAfter(at);
        while (header != null && segments.bodyIntact(header)) {
            at = accept(header);
            header = segments.headerAfter(at);
        }
        return at;
    }

    private ChainPoint accept(FrameHeader header) throws IOException {
        index.add(header.index(), IndexEntry.of(header));
        noteConf(header.index(), header.type());
        return header.toPoint();
    }

    private void noteConf(long entryIndex, FrameType type) {
        if (type == FrameType.CONF) {
            confIndexes.add(entryIndex);
        }
    }

    /**
     * The place after the last frame. A frame behind a bad one may be of the append that did not finish; if another
     * replica has the bad one as it was, it is taken in all the same. If the frame lies so far behind that the bad one must
     * once have been forced, it has to be.
     */
    private ChainPoint findEnd(CheckpointState state) throws IOException {
        ChainPoint end = scanTail(state.mark());
        long badOffset = segments.offsetAfter(end);
        FrameHeader late = state.unforcedBytes() == Long.MAX_VALUE ? null : lateFrame(end);
        while (late != null) {
            boolean wasForced = late.offset() - badOffset >= state.unforcedBytes();
            if (!isMended(end, late.toPoint(), wasForced)) {
                return end;
            }
            ChainPoint further = scanTail(end);
            if (further.equals(end)) {
                throw corrupt(end.endOffset(), end.index() + 1);
            }
            end = further;
            badOffset = segments.offsetAfter(end);
            late = lateFrame(end);
        }
        return end;
    }

    private boolean isMended(ChainPoint end, ChainPoint late, boolean wasForced) throws IOException {
        try {
            frames().mend(end, late, replicas);
            return true;
        } catch (FramesUnavailableException e) {
            if (wasForced) {
                throw unmended(end.endOffset(), end.index() + 1, e);
            }
            return false;
        }
    }

    private void mend(ChainPoint from, ChainPoint known) throws IOException {
        try {
            frames().mend(from, known, replicas);
        } catch (FramesUnavailableException e) {
            throw unmended(from.endOffset(), from.index() + 1, e);
        }
    }

    private void mendFirst(CheckpointState state, long base) throws IOException {
        long firstIndex = firstIndexFrom(base, state);
        try {
            frames().mendFirst(firstIndex, base, state.mark(), replicas);
        } catch (FramesUnavailableException e) {
            throw unmended(base, firstIndex, e);
        }
    }

    /** What the dense index says; entries of segments that were deleted are missing there. */
    private long firstIndexFrom(long base, CheckpointState state) throws IOException {
        long low = state.origin().index() + 1;
        long high = state.mark().index();
        while (low < high) {
            long middle = (low + high) >>> 1;
            IndexEntry entry = index.get(middle);
            if (entry == null || entry.offset() < base) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private FrameMending frames() {
        return new FrameMending(segments, quarantine, FrameMending.Write::run);
    }

    private CorruptLogException unmended(long offset, long entryIndex, FramesUnavailableException why) {
        CorruptLogException corrupt = corrupt(offset, entryIndex);
        corrupt.initCause(why);
        return corrupt;
    }

    /** The last intact frame behind the one that follows the end, which is not; null if there is none. */
    private @Nullable FrameHeader lateFrame(ChainPoint end) throws IOException {
        FrameHeader late = null;
        for (long base : segments.bases()) {
            Segment segment = segments.existing(base);
            long from = Math.max(base, end.endOffset());
            while (from < segment.allocatedEnd()) {
                ByteBuffer chunk = chunk(from, segment.allocatedEnd());
                FrameHeader found = findFrame(chunk, from, end);
                late = found == null ? late : found;
                from += chunk.limit();
            }
        }
        return late;
    }

    /** The last intact header in the chunk of an entry after {@code end}. */
    private @Nullable FrameHeader findFrame(ByteBuffer chunk, long offset, ChainPoint end) {
        if (isZero(chunk)) {
            return null;
        }
        for (int i = chunk.limit() - FrameHeader.BYTES; i >= 0; i -= FrameHeader.ALIGNMENT_BYTES) {
            FrameHeader header = FrameHeader.decode(chunk.duplicate().position(i), offset + i);
            if (header != null && header.type() != FrameType.PAD && header.index() > end.index() + 1) {
                return header;
            }
        }
        return null;
    }

    /** Most of what lies behind the end is what was allocated ahead: looking for headers there would take longer than all else. */
    private boolean isZero(ByteBuffer chunk) {
        return chunk.equals(zeros.clear().limit(chunk.remaining()));
    }

    private ByteBuffer chunk(long from, long to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, to - from));
        if (!segments.read(from, chunk)) {
            throw new IOException("Short read of " + chunk.capacity() + " bytes at physical offset " + from);
        }
        return chunk.flip();
    }

    /** Writes the bytes that are there once more and forces them. */
    private void rewrite(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            Segment segment = segments.existing(at);
            long end = Math.min(to, segment.allocatedEnd());
            for (long chunkStart = at; chunkStart < end; chunkStart += CHUNK_BYTES) {
                ByteBuffer chunk = chunk(chunkStart, end);
                segment.file().write(new ByteBuffer[] {chunk}, chunkStart - segment.baseOffset());
            }
            segment.file().force();
            at = segment.baseOffset() + segments.layout().segmentBytes();
        }
    }

    /**
     * Deletes the segments after the end and zeroes the rest of its own. Zeros are written also where the page cache
     * shows zeros already: those may never have reached the disk, and then a power cut would bring back what they hid.
     */
    private void cutRemains(ChainPoint end) throws IOException {
        segments.delete(segments.layout().boundaryFrom(end.endOffset() + 1), Long.MAX_VALUE);
        Segment last = segments.holding(end.endOffset());
        if (last == null) {
            return;
        }
        boolean torn = false;
        long at = end.endOffset();
        while (at < last.allocatedEnd()) {
            ByteBuffer chunk = chunk(at, last.allocatedEnd());
            torn |= !isZero(chunk);
            segments.zero(at, at + chunk.limit());
            at += chunk.limit();
        }
        last.file().force();
        if (torn) {
            LOG.warn(
                    "Cut a torn tail after index {} at physical offset {} in {}: an append had not finished",
                    end.index(),
                    end.endOffset(),
                    SegmentSet.name(last.baseOffset()));
        }
    }

    private CorruptLogException corrupt(long offset, long entryIndex) {
        return CorruptLogException.at(segments.layout(), offset, entryIndex);
    }
}
