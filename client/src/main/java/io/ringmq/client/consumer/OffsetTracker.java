package io.ringmq.client.consumer;

import io.ringmq.remoting.message.WireMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Offsets of one queue: which messages are being consumed, and up to where all are done. Thread-safe: the consumer's
 * thread reads, the listeners' threads finish.
 */
final class OffsetTracker {
    private final Set<PulledMessages> pending = new LinkedHashSet<>();
    private long next;
    private long readEnd;
    private int messages;
    private long bytes;

    /**
     * Begins with nothing read.
     *
     * @param next first offset to read
     */
    OffsetTracker(long next) {
        this.next = next;
        this.readEnd = next;
    }

    /** Offset to read next. */
    synchronized long next() {
        return next;
    }

    /** The offset that the group may go on from: that of the first message not done, or the next to read. */
    synchronized long committable() {
        long offset = next;
        for (PulledMessages pulled : pending) {
            offset = Math.min(offset, pulled.firstOffsetLeft());
        }
        return offset;
    }

    /**
     * Messages were read and are to be consumed.
     *
     * @param sizeBytes memory that they hold together
     * @return those that were not read before; null if there are none
     */
    synchronized @Nullable PulledMessages read(List<WireMessage> answer, long sizeBytes) {
        List<WireMessage> unread = answer.stream()
                .filter(message -> !wasRead(message.queueOffset()))
                .toList();
        if (unread.isEmpty()) {
            return null;
        }
        PulledMessages pulled = new PulledMessages(unread, sizeBytes);
        pending.add(pulled);
        messages += unread.size();
        bytes += sizeBytes;
        readEnd = Math.max(readEnd, unread.get(unread.size() - 1).queueOffset() + 1);
        return pulled;
    }

    /** Everything below an offset was read; going back is not reading. */
    synchronized void readUpTo(long offset) {
        next = Math.max(next, offset);
    }

    /** The broker says where reading goes on, which may be before. */
    synchronized void reset(long offset) {
        next = offset;
    }

    /** Messages that were read need no more attention: those from an index on, up to and without another. */
    synchronized void done(PulledMessages pulled, int from, int to) {
        for (int i = from; i < to; i++) {
            if (pulled.markDone(i)) {
                messages--;
            }
        }
        if (pulled.isDone() && pending.remove(pulled)) {
            bytes -= pulled.sizeBytes();
        }
    }

    synchronized int pendingMessages() {
        return messages;
    }

    /** Memory of the answers of which a message is pending. */
    synchronized long pendingBytes() {
        return bytes;
    }

    private boolean wasRead(long offset) {
        return offset < next || (offset < readEnd && pending.stream().anyMatch(pulled -> pulled.hasLeft(offset)));
    }
}
