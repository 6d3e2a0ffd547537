package io.ringmq.broker.pull;

import io.ringmq.broker.filter.MessageFilter;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.state.RingView;
import io.ringmq.store.commitlog.OffsetRemovedException;
import io.ringmq.store.queue.QueueEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the messages of a queue that an answer to a pull carries. A filter by tag is decided by the queue index and only
 * what it lets through is read from the log; any other reads the messages first, a step of them at a time. Thread-safe.
 */
final class QueueReader {
    private static final Logger LOG = LoggerFactory.getLogger(QueueReader.class);

    private static final int MAX_STEP = 256;

    /** Entries looked at in one step by a filter that reads messages, though fewer are wanted: many may not match. */
    private static final int MIN_READING_STEP = 32;

    /** Bytes read in one step by such a filter, except that one message is always read. */
    private static final int MAX_STEP_BYTES = 256 << 10;

    /** Bytes such a filter looks at before the client gets an intermediate answer. */
    private static final long MAX_SCANNED_BYTES = 4 << 20;

    private final RingView view;
    private final StoredMessages stored;
    private final PullLimits limits;

    QueueReader(RingView view, StoredMessages stored, PullLimits limits) {
        this.view = view;
        this.stored = stored;
        this.limits = limits;
    }

    /** Where the wanted offset lies relative to the queue as this replica has it. */
    enum Status {
        /** There are messages that match. */
        FOUND,
        /** None of the messages looked at matches; there may be more. */
        NO_MATCH,
        /** The queue ends here; the next message will have this offset. */
        AT_END,
        /** The offset is beyond the end: nobody wrote it, or this replica has not applied it yet. */
        BEYOND_END,
        /** The messages from the offset on were removed. */
        BELOW_START
    }

    /**
     * What was found.
     *
     * @param body the messages of the entries, one after the other in wire layout
     * @param nextOffset where to go on
     * @param scannedTo physical offset of the last message looked at, or -1 if none was
     */
    record Found(
            Status status,
            List<QueueEntry> entries,
            ByteBuffer body,
            long nextOffset,
            long minOffset,
            long maxOffset,
            long scannedTo) {
        Found withNextOffset(long offset) {
            return new Found(status, entries, body, offset, minOffset, maxOffset, scannedTo);
        }
    }

    /** The end of the queue now. */
    long maxOffset(PullRequest request) {
        return view.maxOffset(request.header().topic(), request.header().queueId());
    }

    Found read(PullRequest request, long fromOffset) {
        while (true) {
            try {
                return readOnce(request, fromOffset);
            } catch (OffsetRemovedException e) {
                LOG.debug("{} begins further on by now", request.queue(), e);
            }
        }
    }

    private Found readOnce(PullRequest request, long fromOffset) {
        String topic = request.header().topic();
        int queueId = request.header().queueId();
        long minOffset = view.minOffset(topic, queueId);
        long maxOffset = view.maxOffset(topic, queueId);
        if (fromOffset < minOffset) {
            return nothing(Status.BELOW_START, minOffset, minOffset, maxOffset);
        }
        if (fromOffset > maxOffset) {
            return nothing(Status.BEYOND_END, maxOffset, minOffset, maxOffset);
        }
        Selection selection = new Selection(request, fromOffset);
        while (selection.wantsMore() && selection.nextOffset < maxOffset) {
            List<QueueEntry> entries = view.read(topic, queueId, selection.nextOffset, selection.step());
            if (entries.isEmpty()) {
                break;
            }
            selection.addAll(entries);
        }
        return new Found(
                selection.status(maxOffset),
                selection.chosen,
                selection.body(),
                selection.nextOffset,
                minOffset,
                maxOffset,
                selection.scannedTo);
    }

    private static Found nothing(Status status, long nextOffset, long minOffset, long maxOffset) {
        return new Found(status, List.of(), ByteBuffer.allocate(0), nextOffset, minOffset, maxOffset, -1);
    }

    /** The messages chosen so far. */
    private final class Selection {
        private final MessageFilter filter;
        private final int maxMessages;
        private final int maxBytes;
        private final List<QueueEntry> chosen = new ArrayList<>();
        /** The bytes of the chosen messages, if the filter had to read them. */
        private final List<ByteBuffer> read = new ArrayList<>();

        private final long startOffset;
        private long nextOffset;
        private long scannedTo = -1;
        private long scannedBytes;
        private int bytes;
        private boolean full;

        Selection(PullRequest request, long fromOffset) {
            Integer wantedBytes = request.header().maxBytes();
            filter = request.filter();
            maxMessages = Math.max(1, Math.min(request.header().maxMessages(), limits.maxMessages()));
            maxBytes = wantedBytes == null ? limits.maxBytes() : Math.min(wantedBytes, limits.maxBytes());
            startOffset = fromOffset;
            nextOffset = fromOffset;
        }

        boolean wantsMore() {
            return !full && nextOffset - startOffset < limits.maxScanned() && scannedBytes < MAX_SCANNED_BYTES;
        }

        int step() {
            int missing = maxMessages - chosen.size();
            return Math.min(MAX_STEP, filter.readsMessages() ? Math.max(MIN_READING_STEP, missing) : missing);
        }

        void addAll(List<QueueEntry> entries) {
            if (filter.readsMessages()) {
                addMatching(startOf(entries));
                return;
            }
            for (QueueEntry entry : entries) {
                if (full) {
                    return;
                }
                if (filter.mayMatch(entry.tagHash())) {
                    choose(entry);
                }
                passUnlessFull(entry);
            }
        }

        /** As many of the entries as may be read in one step. */
        private List<QueueEntry> startOf(List<QueueEntry> entries) {
            int count = 1;
            long size = entries.get(0).sizeBytes();
            while (count < entries.size() && size + entries.get(count).sizeBytes() <= MAX_STEP_BYTES) {
                size += entries.get(count).sizeBytes();
                count++;
            }
            scannedBytes += size;
            return entries.subList(0, count);
        }

        private void addMatching(List<QueueEntry> entries) {
            ByteBuffer messages = stored.read(entries);
            int position = 0;
            for (QueueEntry entry : entries) {
                if (full) {
                    return;
                }
                if (filter.mayMatch(entry.tagHash()) && filter.matches(messages, position) && choose(entry)) {
                    read.add(messages.slice(position, entry.sizeBytes()));
                }
                passUnlessFull(entry);
                position += entry.sizeBytes();
            }
        }

        /** Takes a message into the answer; false if it has no room for it. */
        private boolean choose(QueueEntry entry) {
            full = !chosen.isEmpty() && bytes + entry.sizeBytes() > maxBytes;
            if (!full) {
                chosen.add(entry);
                bytes += entry.sizeBytes();
            }
            return !full;
        }

        /** Goes on behind the entry, unless there was no room for it. */
        private void passUnlessFull(QueueEntry entry) {
            if (!full) {
                nextOffset = entry.queueOffset() + 1;
                scannedTo = entry.physicalOffset();
                full = chosen.size() == maxMessages;
            }
        }

        ByteBuffer body() {
            if (!filter.readsMessages()) {
                return stored.read(chosen);
            }
            ByteBuffer body = ByteBuffer.allocate(bytes);
            read.forEach(message -> body.put(message.duplicate()));
            return body.flip();
        }

        Status status(long maxOffset) {
            if (!chosen.isEmpty()) {
                return Status.FOUND;
            }
            return nextOffset >= maxOffset ? Status.AT_END : Status.NO_MATCH;
        }
    }
}
