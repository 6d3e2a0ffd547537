package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.QueuesLocked;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@link QueueLocks} shall compute: a new leader renews all locks when it is first heard of. */
final class LockModel {

    private record Key(String group, TopicQueue queue) {}

    /** @param countedFromMs uptime of the present leader since when the lock lasts */
    private record Held(QueueLock lock, long countedFromMs) {}

    private final Map<Key, Held> locks = new HashMap<>();
    private long term;
    private long nowMs;
    private long epoch;

    private boolean moveTo(LeaderTime time, long entryTerm) {
        if (time.term() != entryTerm || time.term() < term) {
            return false;
        }
        if (time.term() > term) {
            term = time.term();
            nowMs = time.uptimeMs();
            locks.replaceAll((key, held) -> new Held(held.lock(), nowMs));
        }
        nowMs = Math.max(nowMs, time.uptimeMs());
        return true;
    }

    ApplyResult lock(LockRequest request, long entryTerm, Predicate<TopicQueue> exists) {
        if (!moveTo(request.time(), entryTerm)) {
            return new Rejected(Reason.STALE_TERM, "");
        }
        List<Long> epochs = new ArrayList<>();
        for (TopicQueue queue : request.queues()) {
            epochs.add(exists.test(queue) ? lockOne(new Key(request.group(), queue), request.clientId()) : 0L);
        }
        return new QueuesLocked(epochs);
    }

    private long lockOne(Key key, String client) {
        Held held = locks.get(key);
        boolean own = held != null && held.lock().owner().equals(client);
        if (held != null && !own && nowMs - held.countedFromMs() < QueueLocks.LIFE_MS) {
            return 0;
        }
        long given = held != null && own ? held.lock().epoch() : ++epoch;
        locks.put(key, new Held(new QueueLock(client, given, new LeaderTime(term, nowMs)), nowMs));
        return given;
    }

    ApplyResult unlock(UnlockRequest request) {
        boolean changed = false;
        for (TopicQueue queue : request.queues()) {
            QueueLock held = find(request.group(), queue);
            if (held != null && held.owner().equals(request.clientId())) {
                locks.remove(new Key(request.group(), queue));
                changed = true;
            }
        }
        return new Applied(changed);
    }

    ApplyResult expire(LeaderTime time, long entryTerm) {
        if (!moveTo(time, entryTerm)) {
            return new Rejected(Reason.STALE_TERM, "");
        }
        return new Applied(locks.values().removeIf(held -> nowMs - held.countedFromMs() >= QueueLocks.LIFE_MS));
    }

    @Nullable
    QueueLock find(String group, TopicQueue queue) {
        Held held = locks.get(new Key(group, queue));
        return held == null ? null : held.lock();
    }

    Set<String> holders() {
        return locks.keySet().stream().map(Key::group).collect(Collectors.toSet());
    }

    int count() {
        return locks.size();
    }

    boolean anyExpired(LeaderTime time) {
        // A leader that was not heard of yet renews all locks.
        return time.term() == term
                && locks.values().stream()
                        .anyMatch(
                                held -> Math.max(nowMs, time.uptimeMs()) - held.countedFromMs() >= QueueLocks.LIFE_MS);
    }
}
