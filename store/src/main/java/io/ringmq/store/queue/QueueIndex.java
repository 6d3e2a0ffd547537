package io.ringmq.store.queue;

import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateEntry;
import io.ringmq.store.state.StateStore;
import io.ringmq.store.state.StateStoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages by queue offset and by time. One record of the index covers the messages that one log entry brought
 * to one queue, so the cost of a put is shared by a batch. Keys are big-endian, hence in the order of the offsets:
 *
 * <pre>
 *  offset  size  field of the key
 *  0       4     topic id
 *  4       4     queue id
 *  8       8     queue offset of the first message of the record
 * </pre>
 *
 * The value is an {@link IndexRecord}. Reads are thread-safe and see what has been written to the store.
 */
public final class QueueIndex {

    private static final int TOPIC_BYTES = Integer.BYTES;
    private static final int QUEUE_BYTES = TOPIC_BYTES + Integer.BYTES;
    private static final int KEY_BYTES = QUEUE_BYTES + Long.BYTES;

    private static final byte[] BEHIND_ALL_KEYS = behindAllKeys();

    /** A removed range costs later reads as much as some records; fewer than these stay until there are more. */
    private static final int MIN_TRIMMED_MESSAGES = 8;

    private static final int MAX_RANGES_PER_WRITE = 256;

    private final StateStore store;

    public QueueIndex(StateStore store) {
        this.store = store;
    }

    /**
     * Adds messages that follow each other in the log to the end of a queue.
     *
     * @param baseOffset the queue offset of the first; the caller keeps the offsets of a queue dense
     * @param messages at least one
     */
    public void append(StateBatch batch, int topicId, int queueId, long baseOffset, List<IndexedMessage> messages) {
        if (messages.isEmpty() || baseOffset < 0) {
            throw new IllegalStateException(
                    "an index record needs messages and a queue offset >= 0, not " + messages + " at " + baseOffset);
        }
        batch.put(Family.QUEUE_INDEX, key(topicId, queueId, baseOffset), IndexRecord.encode(messages));
    }

    /** Takes where a queue ends. */
    @FunctionalInterface
    public interface EndVisitor {
        /**
         * Called with each queue in turn.
         *
         * @param endOffset the queue offset behind the last message
         */
        void visit(int topicId, int queueId, long endOffset);
    }

    /** Visits every queue that has or had messages, with one lookup each. */
    public void forEachEnd(EndVisitor visitor) {
        forEachLast(last -> {
            ByteBuffer key = ByteBuffer.wrap(last.key());
            visitor.visit(key.getInt(0), key.getInt(TOPIC_BYTES), endOf(last));
        });
    }

    private void forEachLast(Consumer<StateEntry> visitor) {
        StateEntry last = store.floor(Family.QUEUE_INDEX, BEHIND_ALL_KEYS, 0);
        while (last != null) {
            visitor.accept(last);
            // A queue's prefix comes before all its keys, and behind those of every earlier queue.
            last = store.floor(Family.QUEUE_INDEX, Arrays.copyOf(last.key(), QUEUE_BYTES), 0);
        }
    }

    /** The physical offset of the first message of a record of the index, given its value in the store. */
    public static long firstPhysicalOffset(byte[] record) {
        return IndexRecord.firstPhysicalOffset(record);
    }

    private static long endOf(StateEntry record) {
        return offsetOf(record.key()) + IndexRecord.decode(0, record.value()).size();
    }

    /**
     * Removes records of messages that lie below a physical offset, where the log begins by now. A few of each queue
     * may stay, and its last one always does, because it tells where the queue ends; readers look at positions and do
     * not notice either. May run beside the thread that appends.
     *
     * @return how many queue offsets lost their records
     */
    public long trim(long physicalOffset) {
        Trimming trimming = new Trimming(physicalOffset);
        forEachLast(trimming::queue);
        trimming.write();
        return trimming.removed;
    }

    /** Ranges to remove, written in batches of bounded size. */
    private final class Trimming {
        private final long physicalOffset;
        private final List<KeyRange> ranges = new ArrayList<>();
        private long removed;

        Trimming(long physicalOffset) {
            this.physicalOffset = physicalOffset;
        }

        void queue(StateEntry last) {
            ByteBuffer key = ByteBuffer.wrap(last.key());
            int topicId = key.getInt(0);
            int queueId = key.getInt(TOPIC_BYTES);
            long lastBase = offsetOf(last.key());
            long firstBase = firstBase(topicId, queueId);
            if (lastBase - firstBase < MIN_TRIMMED_MESSAGES) {
                return;
            }
            // The messages of one record come from one entry, so that all of them are below the start or none.
            long keptBase = Math.min(lastBase, firstFrom(topicId, queueId, firstBase, lastBase, physicalOffset));
            if (keptBase - firstBase < MIN_TRIMMED_MESSAGES) {
                return;
            }
            ranges.add(KeyRange.of(key(topicId, queueId, 0), key(topicId, queueId, keptBase)));
            removed += keptBase - firstBase;
            if (ranges.size() == MAX_RANGES_PER_WRITE) {
                write();
            }
        }

        void write() {
            if (ranges.isEmpty()) {
                return;
            }
            try (StateBatch batch = store.newBatch()) {
                ranges.forEach(range -> batch.deleteRange(Family.QUEUE_INDEX, range));
                batch.prune();
            }
            ranges.clear();
        }
    }

    private long firstBase(int topicId, int queueId) {
        AtomicLong base = new AtomicLong();
        store.scanFromFloor(Family.QUEUE_INDEX, key(topicId, queueId, 0), QUEUE_BYTES, (key, value) -> {
            base.set(offsetOf(key));
            return false;
        });
        return base.get();
    }

    /** Removes the index of all queues of a topic. */
    public void deleteTopic(StateBatch batch, int topicId) {
        byte[] prefix = ByteBuffer.allocate(TOPIC_BYTES).putInt(topicId).array();
        batch.deleteRange(Family.QUEUE_INDEX, KeyRange.prefix(prefix));
    }

    /**
     * The messages of a queue from an offset on, ascending and without gaps.
     *
     * @param maxEntries the most entries to return, at least 1
     * @return empty if the queue has no message at {@code fromOffset}, be it that it was removed or is yet to come
     */
    public List<QueueEntry> read(int topicId, int queueId, long fromOffset, int maxEntries) {
        List<QueueEntry> entries = new ArrayList<>(Math.min(maxEntries, 64));
        if (fromOffset < 0 || maxEntries < 1) {
            return entries;
        }
        byte[] from = key(topicId, queueId, fromOffset);
        store.scanFromFloor(Family.QUEUE_INDEX, from, QUEUE_BYTES, (key, value) -> {
            for (QueueEntry entry : IndexRecord.decode(offsetOf(key), value)) {
                long wanted = fromOffset + entries.size();
                if (entry.queueOffset() > wanted) {
                    return false;
                }
                if (entry.queueOffset() == wanted) {
                    entries.add(entry);
                }
                if (entries.size() == maxEntries) {
                    return false;
                }
            }
            return true;
        });
        return entries;
    }

    /**
     * The first message of a queue that does not lie below a physical offset, with as many lookups as the logarithm of
     * the queue's length.
     *
     * @param minOffset no message before this one is asked for
     * @param maxOffset the offset behind the last message, which is the answer if all lie below
     */
    public long firstFrom(int topicId, int queueId, long minOffset, long maxOffset, long physicalOffset) {
        return search(minOffset, maxOffset, middle -> {
            QueueEntry entry = find(topicId, queueId, middle);
            return entry == null || entry.physicalOffset() < physicalOffset;
        });
    }

    /** The first offset in {@code [from, to)} that is not before what is searched, {@code to} if all are. */
    private static long search(long from, long to, LongPredicate before) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (before.test(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Finds a message by the time it was stored, with as many lookups as the logarithm of the queue's length. Assumes
     * that timestamps do not fall within the queue; where clocks of successive leaders differ, the answer is off by
     * no more than that difference.
     *
     * @param minOffset the first offset of the queue
     * @param maxOffset the offset behind its last message
     * @return for {@link Boundary#LOWER} the first message not before the time, or {@code maxOffset} if there is none;
     *     for {@link Boundary#UPPER} the last message not after the time, or {@code minOffset} if there is none; in an
     *     empty queue always {@code maxOffset}
     */
    public long searchByTimestamp(
            int topicId, int queueId, long minOffset, long maxOffset, long timestampMs, Boundary boundary) {
        boolean upper = boundary == Boundary.UPPER;
        long found = search(minOffset, maxOffset, middle -> {
            QueueEntry entry = find(topicId, queueId, middle);
            return entry == null
                    || entry.storeTimestampMs() < timestampMs
                    || (upper && entry.storeTimestampMs() == timestampMs);
        });
        return upper && found > minOffset ? found - 1 : found;
    }

    /** The entry at an offset below the end of its queue; null if it was removed, as were all before it. */
    private @Nullable QueueEntry find(int topicId, int queueId, long queueOffset) {
        StateEntry found = store.floor(Family.QUEUE_INDEX, key(topicId, queueId, queueOffset), QUEUE_BYTES);
        if (found == null) {
            return null;
        }
        long base = offsetOf(found.key());
        List<QueueEntry> entries = IndexRecord.decode(base, found.value());
        if (queueOffset - base >= entries.size()) {
            throw new StateStoreException(
                    "queue " + queueId + " of topic id " + topicId + " has no entry at queue offset " + queueOffset);
        }
        return entries.get((int) (queueOffset - base));
    }

    private static byte[] key(int topicId, int queueId, long queueOffset) {
        return ByteBuffer.allocate(KEY_BYTES)
                .putInt(topicId)
                .putInt(queueId)
                .putLong(queueOffset)
                .array();
    }

    private static byte[] behindAllKeys() {
        byte[] key = new byte[KEY_BYTES];
        Arrays.fill(key, (byte) 0xFF);
        return key;
    }

    private static long offsetOf(byte[] key) {
        return ByteBuffer.wrap(key).getLong(QUEUE_BYTES);
    }
}
