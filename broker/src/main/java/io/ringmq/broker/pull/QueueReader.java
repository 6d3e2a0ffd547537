package io.ringmq.broker.pull;

import io.ringmq.broker.state.RingView;
import io.ringmq.store.queue.QueueEntry;
import java.util.ArrayList;
import java.util.List;

/** Finds the messages of a queue that an answer to a pull carries. Thread-safe. */
final class QueueReader {
    private static final int MAX_STEP = 256;

    private final RingView view;
    private final PullLimits limits;

    QueueReader(RingView view, PullLimits limits) {
        this.view = view;
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
     * @param nextOffset where to go on
     */
    record Found(Status status, List<QueueEntry> entries, long nextOffset, long minOffset, long maxOffset) {}

    /** The end of the queue now. */
    long maxOffset(PullRequest request) {
        return view.maxOffset(request.header().topic(), request.header().queueId());
    }

    Found read(PullRequest request, long fromOffset) {
        String topic = request.header().topic();
        int queueId = request.header().queueId();
        long minOffset = view.minOffset(topic, queueId);
        long maxOffset = view.maxOffset(topic, queueId);
        if (fromOffset < minOffset) {
            return new Found(Status.BELOW_START, List.of(), minOffset, minOffset, maxOffset);
        }
        if (fromOffset > maxOffset) {
            return new Found(Status.BEYOND_END, List.of(), maxOffset, minOffset, maxOffset);
        }
        Selection selection = new Selection(request, fromOffset);
        while (selection.wantsMore() && selection.nextOffset < maxOffset) {
            List<QueueEntry> entries = view.read(topic, queueId, selection.nextOffset, selection.step());
            if (entries.isEmpty()) {
                break;
            }
            selection.addAll(entries);
        }
        return new Found(selection.status(maxOffset), selection.chosen, selection.nextOffset, minOffset, maxOffset);
    }

    /** The messages chosen so far. */
    private final class Selection {
        private final TagFilter filter;
        private final int maxMessages;
        private final int maxBytes;
        private final List<QueueEntry> chosen = new ArrayList<>();
        private final long startOffset;
        private long nextOffset;
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
            return !full && nextOffset - startOffset < limits.maxScanned();
        }

        int step() {
            return Math.min(MAX_STEP, maxMessages - chosen.size());
        }

        void addAll(List<QueueEntry> entries) {
            for (QueueEntry entry : entries) {
                if (full) {
                    return;
                }
                add(entry);
            }
        }

        private void add(QueueEntry entry) {
            if (filter.matches(entry.tagHash())) {
                if (!chosen.isEmpty() && bytes + entry.sizeBytes() > maxBytes) {
                    full = true;
                    return;
                }
                chosen.add(entry);
                bytes += entry.sizeBytes();
                full = chosen.size() == maxMessages;
            }
            nextOffset = entry.queueOffset() + 1;
        }

        Status status(long maxOffset) {
            if (!chosen.isEmpty()) {
                return Status.FOUND;
            }
            return nextOffset >= maxOffset ? Status.AT_END : Status.NO_MATCH;
        }
    }
}
