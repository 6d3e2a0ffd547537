package io.ringmq.store.commitlog;

import java.util.ArrayList;
import java.util.List;

/**
 * What a log must hold: a plain list of entries from {@code originIndex + 1} on. {@code durable} is the last index that
 * a power cut must leave, {@code acknowledged} the last that a killed process must.
 */
final class LogModel {
    private final long segmentBytes;
    private final long originIndex;
    private final long originOffset;
    private final List<FrameInput> entries = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private long first;
    private long durable;
    private long acknowledged;

    LogModel(long segmentBytes, long originIndex, long originOffset) {
        this.segmentBytes = segmentBytes;
        this.originIndex = originIndex;
        this.originOffset = originOffset;
        this.first = originIndex + 1;
        this.durable = originIndex;
        this.acknowledged = originIndex;
    }

    LogModel copy() {
        LogModel copy = new LogModel(segmentBytes, originIndex, originOffset);
        copy.entries.addAll(entries);
        copy.offsets.addAll(offsets);
        copy.first = first;
        copy.durable = durable;
        copy.acknowledged = acknowledged;
        return copy;
    }

    long first() {
        return first;
    }

    long last() {
        return originIndex + entries.size();
    }

    long lowest() {
        return originIndex + 1;
    }

    long durable() {
        return durable;
    }

    long lastTerm() {
        return entries.isEmpty() ? 0 : entry(last()).term();
    }

    FrameInput entry(long index) {
        return entries.get((int) (index - originIndex - 1));
    }

    long offset(long index) {
        return offsets.get((int) (index - originIndex - 1));
    }

    static long frameBytes(FrameInput input) {
        return (64L + input.body().remaining() + 7) / 8 * 8;
    }

    long endOffset() {
        return endOffsetAfter(last());
    }

    private long endOffsetAfter(long index) {
        return index == originIndex ? originOffset : offset(index) + frameBytes(entry(index));
    }

    long nextSegment() {
        return (endOffset() + segmentBytes - 1) / segmentBytes * segmentBytes;
    }

    void append(List<FrameInput> inputs) {
        for (FrameInput input : inputs) {
            long end = endOffset();
            long room = segmentBytes - end % segmentBytes;
            offsets.add(frameBytes(input) <= room ? end : end + room);
            entries.add(input);
        }
    }

    void truncateSuffix(long lastKept) {
        entries.subList((int) (lastKept - originIndex), entries.size()).clear();
        offsets.subList((int) (lastKept - originIndex), offsets.size()).clear();
        atMost(lastKept);
    }

    /** Nothing after this index need survive. */
    void atMost(long index) {
        durable = Math.min(durable, index);
        acknowledged = Math.min(acknowledged, index);
    }

    void truncatePrefix(long newFirst) {
        first = newFirst;
        durable = Math.max(durable, newFirst - 1);
    }

    void acknowledged() {
        acknowledged = last();
    }

    void forced() {
        acknowledged();
        durable = last();
    }

    /**
     * Whether a log of these bounds may be left. The end offset tells a reset of an empty log that happened from one that
     * did not: the indexes are the same.
     */
    boolean allows(CommitLog log, boolean powerCut) {
        return log.firstIndex() == first
                && log.lastIndex() <= last()
                && log.lastIndex() >= Math.max(first - 1, powerCut ? durable : acknowledged)
                && log.endOffset() == endOffsetAfter(log.lastIndex());
    }
}
