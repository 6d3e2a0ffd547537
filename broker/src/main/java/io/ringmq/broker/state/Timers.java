package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The timed messages that wait, whole, in the store: their bytes in the log may be deleted before they are due. In memory
 * are the counters and what the run that is being applied has changed.
 *
 * <pre>
 *  family  key                              value
 *  TIMERS  'D', due 8, position 8           id hash 8, the message in the wire layout
 *          'I', due 8, id hash 8, position 8   nothing
 *  META    timers                           messages that wait 8, due time of the latest that was delivered 8
 * </pre>
 */
final class Timers implements TimerView {

    private static final byte DUE = 'D';
    private static final byte ID = 'I';
    private static final byte[] NOTHING = {};
    private static final byte[] COUNTERS = StateKeys.name("timers");

    private final StateStore store;
    private final TimerFloor floor = new TimerFloor();
    private final AtomicLong pending = new AtomicLong();
    /** Whatever is due later was never delivered. */
    private long deliveredUpToMs;

    private final NavigableMap<TimerKey, Waiting> setInRun = new TreeMap<>();
    private final Set<TimerKey> goneInRun = new HashSet<>();

    /** The value of a key. */
    private static final class Waiting {
        private final byte[] value;

        Waiting(byte[] value) {
            this.value = value;
        }

        static Waiting of(TimedMessage timed) {
            return new Waiting(ByteBuffer.allocate(Long.BYTES + timed.message().remaining())
                    .putLong(timed.idHash())
                    .put(timed.message().duplicate())
                    .array());
        }

        long idHash() {
            return ByteBuffer.wrap(value).getLong();
        }

        ByteBuffer message() {
            return ByteBuffer.wrap(value, Long.BYTES, value.length - Long.BYTES).slice();
        }
    }

    private Timers(StateStore store) {
        this.store = store;
    }

    static Timers load(StateStore store) {
        Timers timers = new Timers(store);
        byte[] counters = store.get(Family.META, COUNTERS);
        if (counters != null) {
            ByteBuffer in = ByteBuffer.wrap(counters);
            timers.pending.set(in.getLong());
            timers.deliveredUpToMs = in.getLong();
        }
        return timers;
    }

    ApplyResult set(StateBatch batch, Catalog catalog, TimedMessage timed, long position) {
        MessageFields message = MessageFields.read(timed.message());
        if (message == null || timed.dueMs() < 0) {
            return new Rejected(Reason.MALFORMED_MESSAGE, "the timed message is not in the wire layout");
        }
        Topic topic = catalog.find(message.topic());
        if (topic == null) {
            return new Rejected(Reason.UNKNOWN_TOPIC, "topic " + message.topic() + " does not exist");
        }
        if (!topic.hasQueue(message.queueId())) {
            return new Rejected(
                    Reason.UNKNOWN_QUEUE, "topic " + message.topic() + " has no queue " + message.queueId());
        }
        TimerKey key = new TimerKey(timed.dueMs(), position);
        Waiting waiting = Waiting.of(timed);
        batch.put(Family.TIMERS, dueKey(key), waiting.value);
        batch.put(Family.TIMERS, idKey(key, timed.idHash()), NOTHING);
        setInRun.put(key, waiting);
        pending.incrementAndGet();
        return new AppendedMessage(0, position, timed.message().remaining());
    }

    /** Whether the message waited until now. */
    boolean fire(StateBatch batch, TimerFiring firing) {
        if (!waits(firing.key(), firing.idHash())) {
            return false;
        }
        remove(batch, firing.key(), firing.idHash());
        deliveredUpToMs = Math.max(deliveredUpToMs, firing.key().dueMs());
        return true;
    }

    ApplyResult recall(StateBatch batch, TimerRecall recall) {
        long idHash = TimerRecords.idHash(recall.topic(), recall.uniqueId());
        boolean found = false;
        for (TimerKey key : candidates(recall.dueMs(), idHash)) {
            Waiting waiting = find(key);
            if (waiting != null && isMeant(recall, waiting.message())) {
                remove(batch, key, idHash);
                found = true;
            }
        }
        if (!found && recall.dueMs() <= deliveredUpToMs) {
            return new Rejected(Reason.NOT_WAITING, "message " + recall.uniqueId() + " does not wait any more");
        }
        return new Applied(found);
    }

    private List<TimerKey> candidates(long dueMs, long idHash) {
        List<TimerKey> found = new ArrayList<>();
        byte[] prefix = ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put(ID)
                .putLong(dueMs)
                .putLong(idHash)
                .array();
        store.scan(Family.TIMERS, KeyRange.prefix(prefix), StateStore.Direction.ASCENDING, (key, value) -> {
            found.add(new TimerKey(dueMs, ByteBuffer.wrap(key).getLong(prefix.length)));
            return true;
        });
        found.removeIf(goneInRun::contains);
        TimerKey first = new TimerKey(dueMs, 0);
        TimerKey last = new TimerKey(dueMs, Long.MAX_VALUE);
        setInRun.subMap(first, true, last, true).forEach((key, waiting) -> {
            if (waiting.idHash() == idHash) {
                found.add(key);
            }
        });
        return found;
    }

    private static boolean isMeant(TimerRecall recall, ByteBuffer message) {
        MessageFields fields = MessageFields.read(message);
        return fields != null
                && fields.topic().equals(recall.topic())
                && fields.properties().hasUniqueId(recall.uniqueId().getBytes(StandardCharsets.UTF_8));
    }

    private boolean waits(TimerKey key, long idHash) {
        if (goneInRun.contains(key)) {
            return false;
        }
        Waiting waiting = setInRun.get(key);
        return waiting == null ? store.get(Family.TIMERS, idKey(key, idHash)) != null : waiting.idHash() == idHash;
    }

    private @Nullable Waiting find(TimerKey key) {
        Waiting waiting = setInRun.get(key);
        byte[] value = waiting == null ? store.get(Family.TIMERS, dueKey(key)) : waiting.value;
        return value == null ? null : new Waiting(value);
    }

    private void remove(StateBatch batch, TimerKey key, long idHash) {
        batch.delete(Family.TIMERS, dueKey(key));
        batch.delete(Family.TIMERS, idKey(key, idHash));
        setInRun.remove(key);
        goneInRun.add(key);
        pending.decrementAndGet();
    }

    /** Writes the counters, if the run changed them. */
    void endOfRun(StateBatch batch) {
        if (!setInRun.isEmpty() || !goneInRun.isEmpty()) {
            batch.put(
                    Family.META,
                    COUNTERS,
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(pending.get())
                            .putLong(deliveredUpToMs)
                            .array());
        }
    }

    /** After the run was written. */
    void publish(ApplyListener listener) {
        goneInRun.clear();
        if (!setInRun.isEmpty()) {
            TimerKey first = setInRun.firstKey();
            setInRun.clear();
            floor.set(first);
            listener.timersSet(first.dueMs());
        }
    }

    private static byte[] dueKey(TimerKey key) {
        return ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put(DUE)
                .putLong(key.dueMs())
                .putLong(key.position())
                .array();
    }

    private static byte[] idKey(TimerKey key, long idHash) {
        return ByteBuffer.allocate(1 + 3 * Long.BYTES)
                .put(ID)
                .putLong(key.dueMs())
                .putLong(idHash)
                .putLong(key.position())
                .array();
    }

    @Override
    public long pending() {
        return pending.get();
    }

    @Override
    public Upcoming upcoming(long nowMs, int maxMessages, int maxBytes) {
        Look look = new Look(nowMs, maxMessages, maxBytes);
        KeyRange range = KeyRange.of(dueKey(floor.start()), new byte[] {DUE + 1});
        store.scan(Family.TIMERS, range, StateStore.Direction.ASCENDING, look);
        floor.found(look.first);
        return new Upcoming(look.due, look.nextDueMs);
    }

    /** Collects what is due, up to the bounds. */
    private static final class Look implements StateStore.Visitor {
        private final long nowMs;
        private final int maxMessages;
        private final int maxBytes;
        private final List<PendingTimer> due = new ArrayList<>();
        private TimerKey first = TimerKey.BEHIND_ALL;
        private long nextDueMs = NOTHING_WAITS;
        private int bytes;

        Look(long nowMs, int maxMessages, int maxBytes) {
            this.nowMs = nowMs;
            this.maxMessages = maxMessages;
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean visit(byte[] encodedKey, byte[] value) {
            ByteBuffer in = ByteBuffer.wrap(encodedKey, 1, 2 * Long.BYTES);
            TimerKey key = new TimerKey(in.getLong(), in.getLong());
            if (first.equals(TimerKey.BEHIND_ALL)) {
                first = key;
            }
            if (key.dueMs() > nowMs || due.size() == maxMessages || bytes >= maxBytes) {
                nextDueMs = key.dueMs();
                return false;
            }
            Waiting waiting = new Waiting(value);
            due.add(new PendingTimer(key, waiting.idHash(), waiting.message()));
            bytes += value.length;
            return true;
        }
    }
}
