package io.ringmq.client.consumer;

import io.ringmq.remoting.message.WireMessage;
import java.util.List;

/**
 * Messages that came with one answer, whose memory is free when all are done with. Its {@link OffsetTracker} guards what
 * changes.
 */
final class PulledMessages {
    private final List<WireMessage> messages;
    private final long sizeBytes;
    private final boolean[] done;
    private int left;
    private int firstLeft;

    PulledMessages(List<WireMessage> messages, long sizeBytes) {
        this.messages = messages;
        this.sizeBytes = sizeBytes;
        this.done = new boolean[messages.size()];
        this.left = messages.size();
    }

    int size() {
        return messages.size();
    }

    WireMessage get(int index) {
        return messages.get(index);
    }

    /** The messages from an index on, up to and without another. */
    List<WireMessage> range(int from, int to) {
        return messages.subList(from, to);
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Marks one as done; false if it was before. */
    boolean markDone(int index) {
        if (done[index]) {
            return false;
        }
        done[index] = true;
        left--;
        return true;
    }

    boolean isDone() {
        return left == 0;
    }

    /** Offset of the first message that is not done; there is one. */
    long firstOffsetLeft() {
        while (done[firstLeft]) {
            firstLeft++;
        }
        return messages.get(firstLeft).queueOffset();
    }

    boolean hasLeft(long offset) {
        for (int i = firstLeft; i < done.length; i++) {
            if (!done[i] && messages.get(i).queueOffset() == offset) {
                return true;
            }
        }
        return false;
    }
}
