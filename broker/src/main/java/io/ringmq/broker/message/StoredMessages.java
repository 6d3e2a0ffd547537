package io.ringmq.broker.message;

import io.ringmq.broker.state.RecordType;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TimerRecords;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.Frame;
import io.ringmq.store.queue.Boundary;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.record.RecordReader;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads messages out of the log, with the offsets stamped in that they got when they were applied. Thread-safe. */
public final class StoredMessages {
    /**
     * Bytes between two messages up to which they are read in one go: the headers of a record and of a frame, but not
     * other queues' messages of any size.
     */
    private static final int MAX_GAP_BYTES = 512;

    /** Queue entries looked at to find the queue offset of a message by its store time. */
    private static final int MAX_ENTRIES_SEARCHED = 4096;

    private static final int SEARCH_STEP = 256;

    private final CommitLog log;
    private final RingView view;

    public StoredMessages(CommitLog log, RingView view) {
        this.log = log;
        this.view = view;
    }

    /**
     * The messages one after the other in wire layout, as the body of a pull answer.
     *
     * @throws io.ringmq.store.commitlog.OffsetRemovedException if retention deleted one since its entry was read; the
     *     queue's min offset is behind it then
     */
    public ByteBuffer read(List<QueueEntry> entries) {
        int size = entries.stream().mapToInt(QueueEntry::sizeBytes).sum();
        ByteBuffer body = ByteBuffer.allocate(size);
        int from = 0;
        while (from < entries.size()) {
            int to = endOfRun(entries, from);
            readRun(entries.subList(from, to), body);
            from = to;
        }
        return body.flip();
    }

    /**
     * The message that starts at this physical offset, in wire layout, also one that waits or waited for its time there;
     * null if no committed message does. Nothing is
     * returned for an offset inside a message, whatever the bytes there look like.
     */
    public @Nullable ByteBuffer at(long physicalOffset) {
        Frame frame = physicalOffset < 0 ? null : log.frameContaining(physicalOffset);
        if (frame == null || frame.index() > view.appliedIndex()) {
            return null;
        }
        RecordReader records = new RecordReader(frame.body());
        while (records.next()) {
            boolean timed = records.type() == RecordType.TIMED_MESSAGE;
            ByteBuffer message = timed ? TimerRecords.message(records.payload()) : records.payload();
            long start = frame.bodyOffset()
                    + records.payloadPosition()
                    + records.payload().remaining()
                    - message.remaining();
            if (start == physicalOffset) {
                return timed || RecordType.isMessage(records.type()) ? stamped(message, physicalOffset) : null;
            }
            if (start > physicalOffset) {
                return null;
            }
        }
        return null;
    }

    private ByteBuffer stamped(ByteBuffer payload, long physicalOffset) {
        ByteBuffer message =
                ByteBuffer.allocate(payload.remaining()).put(payload).flip();
        MessageLayout.stampOffsets(message, 0, queueOffset(message, physicalOffset), physicalOffset);
        return message;
    }

    /** The log does not tell queue offsets; the queue index does, searched by store time. 0 if it is not there. */
    private long queueOffset(ByteBuffer message, long physicalOffset) {
        String topic = MessageLayout.topic(message, 0);
        int queueId = MessageLayout.queueId(message, 0);
        long offset =
                view.offsetByTimestamp(topic, queueId, MessageLayout.storeTimestampMs(message, 0), Boundary.LOWER);
        for (int searched = 0; searched < MAX_ENTRIES_SEARCHED; searched += SEARCH_STEP) {
            List<QueueEntry> entries = view.read(topic, queueId, offset + searched, SEARCH_STEP);
            for (QueueEntry entry : entries) {
                if (entry.physicalOffset() == physicalOffset) {
                    return entry.queueOffset();
                }
            }
            if (entries.size() < SEARCH_STEP) {
                return 0;
            }
        }
        return 0;
    }

    private static int endOfRun(List<QueueEntry> entries, int from) {
        int to = from + 1;
        while (to < entries.size() && gapBefore(entries, to) <= MAX_GAP_BYTES) {
            to++;
        }
        return to;
    }

    private static long gapBefore(List<QueueEntry> entries, int index) {
        QueueEntry before = entries.get(index - 1);
        return entries.get(index).physicalOffset() - before.physicalOffset() - before.sizeBytes();
    }

    private void readRun(List<QueueEntry> run, ByteBuffer body) {
        QueueEntry first = run.get(0);
        QueueEntry last = run.get(run.size() - 1);
        if (run.size() == 1) {
            readOne(first, body);
            return;
        }
        int span = Math.toIntExact(last.physicalOffset() + last.sizeBytes() - first.physicalOffset());
        ByteBuffer bytes = ByteBuffer.allocate(span);
        log.readFully(first.physicalOffset(), bytes);
        for (QueueEntry entry : run) {
            int start = body.position();
            int offset = (int) (entry.physicalOffset() - first.physicalOffset());
            body.put(start, bytes, offset, entry.sizeBytes()).position(start + entry.sizeBytes());
            MessageLayout.stampOffsets(body, start, entry.queueOffset(), entry.physicalOffset());
        }
    }

    private void readOne(QueueEntry entry, ByteBuffer body) {
        int start = body.position();
        log.readFully(entry.physicalOffset(), body.slice(start, entry.sizeBytes()));
        body.position(start + entry.sizeBytes());
        MessageLayout.stampOffsets(body, start, entry.queueOffset(), entry.physicalOffset());
    }
}
