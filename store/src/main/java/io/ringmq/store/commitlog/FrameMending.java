package io.ringmq.store.commitlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the frames of another replica over damaged ones.
 *
 * <pre>
 *  own log   | intact | damaged | damaged | intact |
 *                     ^ from              ^ the first own frame that continues the other replica's frames
 *  other     | intact | intact  | intact  | intact |
 * </pre>
 *
 * <p>Each frame's header carries the checksum of the header before it, and its own covers the body's. So frames that
 * continue the own log in front of the damage, and that an own frame behind it continues, are those that were here: the
 * other replica needs no trust, and it does not matter whether it leads or what is committed. This is found out before the
 * first byte is written. Only damaged frames are written to, in their place, so that a crash in between leaves damage that
 * is found and mended again. One thread at a time.
 */
final class FrameMending {
    private static final Logger LOG = LoggerFactory.getLogger(FrameMending.class);

    private final SegmentSet segments;
    private final SegmentLayout layout;
    private final Quarantine quarantine;
    private final WriteGuard guard;

    /** A change of the log's files. */
    interface Write {
        void run() throws IOException;
    }

    /** Runs a change when nobody else changes the log, or throws if the log is not what it was. */
    interface WriteGuard {
        void run(Write write) throws IOException;
    }

    private interface Taker {
        void take(ChainPoint previous, ByteBuffer frame) throws IOException;
    }

    FrameMending(SegmentSet segments, Quarantine quarantine, WriteGuard guard) {
        this.segments = segments;
        this.layout = segments.layout();
        this.quarantine = quarantine;
        this.guard = guard;
    }

    /**
     * Mends the run of damaged frames after {@code from}.
     *
     * @param known a place behind the damage that is known to be the log's
     * @throws FramesUnavailableException if no replica gives frames that fit in between; nothing was changed
     */
    MendedFrames mend(ChainPoint from, ChainPoint known, List<FrameSource> replicas) throws IOException {
        return tryEach(replicas, from.index() + 1, replica -> mend(from, known, replica));
    }

    /** Likewise, but the damage begins with the log: what is before its first entry is gone, and its chain with it. */
    MendedFrames mendFirst(long firstIndex, long offset, ChainPoint known, List<FrameSource> replicas)
            throws IOException {
        return tryEach(replicas, firstIndex, replica -> {
            FrameHeader header = FrameHeader.decode(ask(replica, firstIndex), offset);
            if (header == null || header.index() != firstIndex) {
                throw new FramesUnavailableException("the other replica has another entry there");
            }
            ChainPoint from = new ChainPoint(firstIndex - 1, header.previousTerm(), header.previousHeaderCrc(), offset);
            return mend(from, known, replica);
        });
    }

    private interface Attempt {
        MendedFrames run(FrameSource replica) throws IOException;
    }

    private MendedFrames tryEach(List<FrameSource> replicas, long index, Attempt attempt) throws IOException {
        FramesUnavailableException failure = new FramesUnavailableException(
                "No other replica gave entry " + index + " as it was, of " + replicas.size() + " that were asked");
        for (FrameSource replica : replicas) {
            try {
                return attempt.run(replica);
            } catch (FramesUnavailableException e) {
                LOG.info("Entry {} is not mended from {}: {}", index, replica, e.getMessage());
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private MendedFrames mend(ChainPoint from, ChainPoint known, FrameSource replica) throws IOException {
        ChainPoint joint = follow(from, known, replica, (previous, frame) -> {});
        String kept = quarantine.keep(segments, from.endOffset(), joint.endOffset());
        Set<Long> written = new TreeSet<>();
        ChainPoint end = follow(
                from, joint, replica, (previous, frame) -> guard.run(() -> written.addAll(write(previous, frame))));
        guard.run(() -> force(written));
        MendedFrames mended = new MendedFrames(from.index() + 1, end.index(), from.endOffset(), end.endOffset());
        LOG.warn(
                "Mended entries {} to {}, physical offsets {} to {}, from {}; the damaged bytes are in {}",
                mended.firstIndex(),
                mended.lastIndex(),
                mended.fromOffset(),
                mended.toOffset(),
                replica,
                kept);
        return mended;
    }

    /** Follows the frames of the other replica up to where the own log goes on. */
    private ChainPoint follow(ChainPoint from, ChainPoint known, FrameSource replica, Taker taker) throws IOException {
        CopiedFrames frames = new CopiedFrames(layout.segmentBytes(), from);
        while (true) {
            ByteBuffer part = ask(replica, frames.end().index() + 1);
            while (part.hasRemaining()) {
                ChainPoint previous = frames.end();
                ByteBuffer frame = nextFrame(part);
                verify(frames, frame);
                taker.take(previous, frame);
                if (isJoined(frames.end(), known)) {
                    return frames.end();
                }
            }
        }
    }

    private static ByteBuffer ask(FrameSource replica, long index) throws FramesUnavailableException {
        try {
            ByteBuffer part = replica.frames(index);
            if (part.remaining() >= FrameHeader.BYTES) {
                return part.slice();
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
        throw new FramesUnavailableException("the answer holds no frame");
    }

    private static FramesUnavailableException unavailable(Exception cause) {
        FramesUnavailableException unavailable = new FramesUnavailableException(String.valueOf(cause.getMessage()));
        unavailable.initCause(cause);
        return unavailable;
    }

    private static ByteBuffer nextFrame(ByteBuffer part) {
        int stated = part.remaining() < FrameHeader.BYTES ? 0 : part.getInt(part.position() + Integer.BYTES);
        // What is no frame is refused as a whole by whoever verifies it.
        int bytes = stated < FrameHeader.BYTES || stated > part.remaining() ? part.remaining() : stated;
        ByteBuffer frame = part.slice(part.position(), bytes);
        part.position(part.position() + bytes);
        return frame;
    }

    private static void verify(CopiedFrames frames, ByteBuffer frame) throws FramesUnavailableException {
        try {
            frames.take(frame);
        } catch (CorruptLogException e) {
            throw unavailable(e);
        }
    }

    private boolean isJoined(ChainPoint at, ChainPoint known) throws IOException {
        if (at.index() < known.index()) {
            return segments.headerAfter(at) != null;
        }
        if (!at.equals(known)) {
            throw new FramesUnavailableException("entry " + at.index() + " of the other replica is another one");
        }
        return true;
    }

    /** Returns the bases of the segments written to. */
    private Set<Long> write(ChainPoint previous, ByteBuffer frame) throws IOException {
        long offset = CopiedFrames.offset(frame);
        Set<Long> bases = new TreeSet<>(Set.of(layout.baseOf(offset)));
        long room = offset - previous.endOffset();
        if (room >= FrameHeader.BYTES) {
            ByteBuffer pad = ByteBuffer.allocate(FrameHeader.BYTES);
            FrameHeader.encodePad(previous, previous.endOffset(), (int) room, pad);
            write(previous.endOffset(), pad.flip());
            bases.add(layout.baseOf(previous.endOffset()));
        }
        write(offset, frame.slice());
        return bases;
    }

    private void write(long offset, ByteBuffer bytes) throws IOException {
        Segment segment = segments.existing(offset);
        segment.file().write(new ByteBuffer[] {bytes}, offset - segment.baseOffset());
    }

    private void force(Set<Long> bases) throws IOException {
        for (long base : bases) {
            segments.force(base);
        }
    }
}
