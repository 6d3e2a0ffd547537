package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.SentBefore;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the sends of one producer, as far as it may repeat them. Not thread-safe.
 *
 * <p>The messages of a send have consecutive numbers. A repetition has the same ones, or a part of them: a producer takes a
 * batch apart whose outcome it did not hear.
 */
final class ProducerSession {
    /** Of a part of a batch: where it lies is for the queue to tell. */
    static final long UNKNOWN_OFFSET = -1;

    private final ProducerId id;
    private final NavigableMap<Long, SentBefore> sends = new TreeMap<>();
    private Use lastUse;
    private long settledBelow;

    /**
     * When a producer sent last.
     *
     * @param index of the log entry, by which producers are put in order
     * @param timeMs by the leader's clock
     */
    record Use(long index, long timeMs) {}

    ProducerSession(ProducerId id, Use lastUse, long settledBelow) {
        this.id = id;
        this.lastUse = lastUse;
        this.settledBelow = settledBelow;
    }

    ProducerId id() {
        return id;
    }

    Use lastUse() {
        return lastUse;
    }

    void used(Use use) {
        lastUse = use;
    }

    long settledBelow() {
        return settledBelow;
    }

    /** What is remembered, by the number of the first message. */
    NavigableMap<Long, SentBefore> sends() {
        return sends;
    }

    /** Takes note of what will not be sent again; to be forgotten is then what {@link #settledSends} tells. */
    void settle(long below) {
        settledBelow = Math.max(settledBelow, below);
    }

    /** Sends all of whose messages are settled. */
    NavigableMap<Long, SentBefore> settledSends() {
        NavigableMap<Long, SentBefore> before = sends.headMap(settledBelow, false);
        Map.Entry<Long, SentBefore> last = before.lastEntry();
        return last == null || end(last) <= settledBelow ? before : sends.headMap(last.getKey(), false);
    }

    private static long end(Map.Entry<Long, SentBefore> send) {
        return send.getKey() + send.getValue().messages();
    }

    /** Whether some messages of this send are stored; {@link #before} tells about all of them. */
    boolean overlaps(SequencedSend send) {
        Map.Entry<Long, SentBefore> last = sends.lowerEntry(send.end());
        return last != null && end(last) > send.first();
    }

    /** What became of the messages of this send, if all of them were stored together; else null. */
    @Nullable
    SentBefore before(SequencedSend send) {
        Map.Entry<Long, SentBefore> stored = sends.floorEntry(send.first());
        if (stored == null || end(stored) < send.end()) {
            return null;
        }
        SentBefore whole = stored.getValue();
        long skipped = send.first() - stored.getKey();
        return skipped == 0 && send.messages() == whole.messages()
                ? whole
                : new SentBefore(
                        whole.queueId(),
                        whole.queueOffset() + skipped,
                        skipped == 0 ? whole.physicalOffset() : UNKNOWN_OFFSET,
                        send.messages(),
                        whole.dueMs());
    }
}
