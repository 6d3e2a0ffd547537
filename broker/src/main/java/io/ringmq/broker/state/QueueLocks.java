package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.QueuesLocked;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The locks on queues by which a group consumes in order, held in memory and written through. A queue has at most one
 * owner in a group after every entry of the log.
 *
 * <p><b>Why no queue has two owners at once.</b> The owner of a lock changes in two ways only: the owner gives it back,
 * or somebody asks for it {@link #LIFE_MS} after it was last renewed. A stock consumer stops consuming a queue 30 s after
 * the last answer that said the queue was its own, and gives up a request after 1 s; so what has to hold is that the log
 * lets no lock go before a lifetime has really passed. Lifetimes are counted by the leader, and the records carry what
 * it counted, but clocks of two machines, or one that somebody sets, can not be trusted with that. Hence:
 *
 * <ul>
 *   <li>A {@link LeaderTime} is read from a clock that only runs forward, after the leader knows that it leads its term,
 *       and a record counts only in an entry of that same term. Within a term the time of the state never goes back.
 *   <li>Times of different terms are not compared. A new leader cannot know how long ago a lock was renewed; it counts
 *       every lock as renewed at the first record with a time in its term. That one comes after all that earlier leaders
 *       have committed: they committed it before a majority voted for the new leader, and that was before it read its clock. A
 *       failover thus prolongs every lock, by at most one lifetime, and cuts none short. Owners renew as ever.
 *   <li>A deposed leader that does not know it yet commits nothing, so it can neither give nor renew a lock.
 * </ul>
 *
 * What remains is assumed: clocks run at rates that differ by less than half, and a consumer that is stopped in the
 * middle of its listener for longer than the other half of the lifetime does not come back to work on the same message. For
 * applications that must be safe from that too, each change of owner raises the lock's epoch; it can be used as a
 * fencing token. Epochs come from one counter of the ring, so removing a lock forgets none.
 *
 * <p>A topic or group that is deleted leaves its locks to expire, because its consumers may still be at work.
 */
final class QueueLocks implements LockView {

    /** How long a lock lasts that is not renewed; that of Apache RocketMQ. */
    static final long LIFE_MS = 60_000;

    /** The most locks of a ring; queues beyond it can not be locked until others are given back or expire. */
    static final int MAX_LOCKS = 1_000_000;

    /** In place of an epoch: the queue belongs to somebody else, or does not exist. */
    static final long NOT_LOCKED = 0;

    private final Map<String, Map<TopicQueue, QueueLock>> byGroup = new ConcurrentHashMap<>();
    private volatile Counters counters = new Counters(new LeaderTime(0, 0), 0, 0);
    private final AtomicInteger count = new AtomicInteger();

    /**
     * What the state knows beside the locks.
     *
     * @param now the last time read by a leader
     * @param sinceMs the first time of the same term
     * @param lastEpoch the highest epoch ever given
     */
    private record Counters(LeaderTime now, long sinceMs, long lastEpoch) {

        /** Null if the time is not one of the entry's own term. */
        @Nullable
        Counters at(LeaderTime time, long entryTerm) {
            if (time.term() != entryTerm || time.term() < now.term()) {
                return null;
            }
            return time.term() > now.term()
                    ? new Counters(time, time.uptimeMs(), lastEpoch)
                    : new Counters(later(time), sinceMs, lastEpoch);
        }

        private LeaderTime later(LeaderTime time) {
            return time.uptimeMs() > now.uptimeMs() ? time : now;
        }

        boolean expired(QueueLock lock) {
            LeaderTime renewed = lock.renewed();
            long renewedMs = renewed.term() == now.term() ? renewed.uptimeMs() : sinceMs;
            return now.uptimeMs() - renewedMs >= LIFE_MS;
        }

        Counters nextEpoch() {
            return new Counters(now, sinceMs, lastEpoch + 1);
        }
    }

    private record Key(String group, TopicQueue queue) {}

    static QueueLocks load(StateStore store) {
        QueueLocks locks = new QueueLocks();
        byte[] counters = store.get(Family.META, StateKeys.LOCK_COUNTERS);
        if (counters != null) {
            ByteBuffer in = ByteBuffer.wrap(counters);
            locks.counters = new Counters(new LeaderTime(in.getLong(), in.getLong()), in.getLong(), in.getLong());
        }
        store.scan(Family.LOCKS, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            Key parsed = PayloadReader.readAll(
                    "key of a lock",
                    ByteBuffer.wrap(key),
                    in -> new Key(in.getText(), new TopicQueue(in.getText(), in.getInt())));
            locks.set(parsed.group(), parsed.queue(), LockCodec.readStored(value));
            return true;
        });
        return locks;
    }

    /** Gives the client what is free, expired or its own already. */
    ApplyResult lock(StateBatch batch, long entryTerm, LockRequest request, Predicate<TopicQueue> exists) {
        Counters moved = counters.at(request.time(), entryTerm);
        if (moved == null) {
            return staleTime();
        }
        counters = moved;
        List<Long> epochs = new ArrayList<>(request.queues().size());
        for (TopicQueue queue : request.queues()) {
            epochs.add(exists.test(queue) ? lock(batch, request, queue) : NOT_LOCKED);
        }
        writeCounters(batch);
        return new QueuesLocked(epochs);
    }

    private long lock(StateBatch batch, LockRequest request, TopicQueue queue) {
        QueueLock held = find(request.group(), queue);
        boolean own = held != null && held.owner().equals(request.clientId());
        if (held == null ? count.get() >= MAX_LOCKS : !own && !counters.expired(held)) {
            return NOT_LOCKED;
        }
        if (!own) {
            counters = counters.nextEpoch();
        }
        long epoch = held != null && own ? held.epoch() : counters.lastEpoch();
        QueueLock lock = new QueueLock(request.clientId(), epoch, counters.now());
        set(request.group(), queue, lock);
        batch.put(Family.LOCKS, StateKeys.ofGroup(request.group(), queue), LockCodec.storedLock(lock));
        return epoch;
    }

    ApplyResult unlock(StateBatch batch, UnlockRequest request) {
        boolean changed = false;
        for (TopicQueue queue : request.queues()) {
            QueueLock held = find(request.group(), queue);
            if (held != null && held.owner().equals(request.clientId())) {
                remove(batch, request.group(), queue);
                changed = true;
            }
        }
        return new Applied(changed);
    }

    /** Removes the locks that have expired. Also tells that a leader is there and counts. */
    ApplyResult expire(StateBatch batch, long entryTerm, LeaderTime time) {
        Counters moved = counters.at(time, entryTerm);
        if (moved == null) {
            return staleTime();
        }
        counters = moved;
        List<Key> expired = new ArrayList<>();
        byGroup.forEach((group, locks) -> locks.forEach((queue, lock) -> {
            if (moved.expired(lock)) {
                expired.add(new Key(group, queue));
            }
        }));
        expired.forEach(key -> remove(batch, key.group(), key.queue()));
        writeCounters(batch);
        return new Applied(!expired.isEmpty());
    }

    private static ApplyResult staleTime() {
        return new Rejected(Reason.STALE_TERM, "the leader that took this request leads no more");
    }

    private @Nullable QueueLock find(String group, TopicQueue queue) {
        Map<TopicQueue, QueueLock> locks = byGroup.get(group);
        return locks == null ? null : locks.get(queue);
    }

    private void set(String group, TopicQueue queue, QueueLock lock) {
        QueueLock former = byGroup.computeIfAbsent(group, name -> new ConcurrentHashMap<>())
                .put(queue, lock);
        if (former == null) {
            count.incrementAndGet();
        }
    }

    private void remove(StateBatch batch, String group, TopicQueue queue) {
        Map<TopicQueue, QueueLock> locks = byGroup.get(group);
        if (locks == null || locks.remove(queue) == null) {
            return;
        }
        count.decrementAndGet();
        if (locks.isEmpty()) {
            byGroup.remove(group);
        }
        batch.delete(Family.LOCKS, StateKeys.ofGroup(group, queue));
    }

    private void writeCounters(StateBatch batch) {
        Counters current = counters;
        ByteBuffer value = ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(current.now().term())
                .putLong(current.now().uptimeMs())
                .putLong(current.sinceMs())
                .putLong(current.lastEpoch());
        batch.put(Family.META, StateKeys.LOCK_COUNTERS, value.array());
    }

    @Override
    public @Nullable QueueLock lock(String group, String topic, int queueId) {
        return find(group, new TopicQueue(topic, queueId));
    }

    @Override
    public boolean holdsLocks(String group) {
        return byGroup.containsKey(group);
    }

    @Override
    public int lockCount() {
        return count.get();
    }

    @Override
    public boolean anyLockExpired(LeaderTime time) {
        Counters then = counters.at(time, time.term());
        return then != null
                && byGroup.values().stream()
                        .anyMatch(locks -> locks.values().stream().anyMatch(then::expired));
    }
}
