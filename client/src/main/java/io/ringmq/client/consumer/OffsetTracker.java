package io.ringmq.client.consumer;

import java.util.TreeMap;

/** Offsets of one queue: which messages are being consumed, and up to where all are done. Not thread-safe. */
final class OffsetTracker {
    private final TreeMap<Long, Integer> pendingBytes = new TreeMap<>();
    private long next;
    private long bytes;

    /**
     * Begins with nothing read.
     *
     * @param next first offset to read
     */
    OffsetTracker(long next) {
        this.next = next;
    }

    /** Offset to read next. */
    long next() {
        return next;
    }

    /** The offset that the group may go on from: that of the first message not done, else the next to read. */
    long committable() {
        return pendingBytes.isEmpty() ? next : pendingBytes.firstKey();
    }

    /**
     * A message was read and is to be consumed.
     *
     * @return false if it was read before
     */
    boolean read(long offset, int sizeBytes) {
        if (offset < next || pendingBytes.putIfAbsent(offset, sizeBytes) != null) {
            return false;
        }
        bytes += sizeBytes;
        return true;
    }

    /** Everything below an offset was read; going back is not reading. */
    void readUpTo(long offset) {
        next = Math.max(next, offset);
    }

    /** The broker says where reading goes on, which may be before. */
    void reset(long offset) {
        next = offset;
    }

    /** A message that was read needs no more attention. */
    void done(long offset) {
        Integer sizeBytes = pendingBytes.remove(offset);
        if (sizeBytes != null) {
            bytes -= sizeBytes;
        }
    }

    int pendingMessages() {
        return pendingBytes.size();
    }

    long pendingBytes() {
        return bytes;
    }
}
