package io.ringmq.broker.pop;

import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.transport.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Pops that wait for messages. Unlike pulls, which each wait for their own queue, those of a group wait for the same
 * messages; so an arrival wakes one of them, the longest waiting, and it wakes the next if it leaves messages behind. A
 * request leaves in exactly one way: it is woken, its time is over, or its connection closes. Thread-safe.
 */
public final class PopPolling {
    private static final int ANY_QUEUE = -1;

    private final LongPolling.Bounds bounds;
    private final Timer timer;
    private final Executor executor;
    private final Map<GroupTopic, Set<Waiter>> waiters = new ConcurrentHashMap<>();
    /** Who is interested in the messages of a topic: its own consumers, and those whose redeliveries it holds. */
    private final Map<String, Set<GroupTopic>> interested = new ConcurrentHashMap<>();

    private final Map<Connection, Set<Waiter>> ofConnection = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong order = new AtomicLong();

    private record GroupTopic(String group, String topic) implements Comparable<GroupTopic> {
        /** Those whose messages it is given. */
        List<String> topics() {
            String retry = PopTopics.retry(group, topic);
            return retry.equals(topic) ? List.of(topic) : List.of(topic, retry);
        }

        @Override
        public int compareTo(GroupTopic other) {
            int byGroup = group.compareTo(other.group);
            return byGroup == 0 ? topic.compareTo(other.topic) : byGroup;
        }
    }

    /**
     * @param bounds how many requests may wait on one topic for one group, and in total
     * @param executor runs what woken requests do. Must not reject: there are never more tasks than waiting requests
     */
    public PopPolling(LongPolling.Bounds bounds, Timer timer, Executor executor) {
        this.bounds = bounds;
        this.timer = timer;
        this.executor = executor;
    }

    /** What a waiting request does when it leaves. */
    interface Held {
        /** There may be messages. */
        void woken();

        /** Its time is over. */
        void timedOut();
    }

    /**
     * Holds a request. The caller must look once more after this, and call {@link #wake} if there is something: what
     * came between its last look and this call has woken nobody.
     *
     * @param queueId -1 for any
     * @return false at a bound; the request is not held then
     */
    boolean hold(String group, String topic, int queueId, long holdMs, Connection connection, Held held) {
        GroupTopic key = new GroupTopic(group, topic);
        if (waiting(group, topic) >= bounds.perQueue()) {
            return false;
        }
        if (count.incrementAndGet() > bounds.inTotal()) {
            count.decrementAndGet();
            return false;
        }
        Waiter waiter = new Waiter(order.getAndIncrement(), key, queueId, connection, held);
        add(waiters, key, waiter);
        add(ofConnection, connection, waiter);
        key.topics().forEach(name -> add(interested, name, key));
        waiter.expireWith(timer.after(holdMs, () -> release(waiter, held::timedOut)));
        if (!connection.isOpen()) {
            disconnected(connection);
        }
        return true;
    }

    /** Messages were added to a queue: wakes one request of each group that waits for them. Cheap if there are none. */
    public void messagesArrived(String topic, int queueId) {
        for (GroupTopic key : interested.getOrDefault(topic, Set.of())) {
            if (!waiters.containsKey(key)) {
                forget(key);
            } else if (key.topic.equals(topic)) {
                wake(key, queueId);
            } else {
                wake(key, ANY_QUEUE);
            }
        }
    }

    /** Wakes the longest waiting request of a group for a topic, whatever queue it waits for. */
    void wake(String group, String topic) {
        wake(new GroupTopic(group, topic), ANY_QUEUE);
    }

    /** Wakes the longest waiting request that may have messages of this queue of the topic, or of its redeliveries. */
    void wake(String group, String topic, GroupQueue queue) {
        boolean redeliveries = PopTopics.isRetry(group, queue.topic());
        wake(new GroupTopic(group, topic), redeliveries ? ANY_QUEUE : queue.queueId());
    }

    private void wake(GroupTopic key, int queueId) {
        for (Waiter waiter : waiters.getOrDefault(key, Set.of())) {
            if ((queueId == ANY_QUEUE || waiter.queueId == ANY_QUEUE || waiter.queueId == queueId)
                    && release(waiter, waiter.held::woken)) {
                return;
            }
        }
    }

    /** Wakes every request, to be told that it waits in the wrong place. */
    public void wakeAll() {
        for (Set<Waiter> ofKey : waiters.values()) {
            ofKey.forEach(waiter -> release(waiter, waiter.held::woken));
        }
    }

    /** Drops the requests of a closed connection; nobody is there to read their answers. */
    public void disconnected(Connection connection) {
        for (Waiter waiter : ofConnection.getOrDefault(connection, Set.of())) {
            release(waiter, null);
        }
    }

    /** How many requests wait now. */
    public int waiting() {
        return count.get();
    }

    /** How many requests of a group wait for a topic. */
    int waiting(String group, String topic) {
        return waiters.getOrDefault(new GroupTopic(group, topic), Set.of()).size();
    }

    private boolean release(Waiter waiter, @Nullable Runnable then) {
        if (!waiter.leave()) {
            return false;
        }
        count.decrementAndGet();
        remove(waiters, waiter.key, waiter);
        remove(ofConnection, waiter.connection, waiter);
        if (then != null) {
            executor.execute(then);
        }
        return true;
    }

    /** Nobody of the group waits any more. Who comes to wait meanwhile is a waiter before he is interested. */
    private void forget(GroupTopic key) {
        for (String topic : key.topics()) {
            interested.computeIfPresent(topic, (name, keys) -> {
                if (!waiters.containsKey(key)) {
                    keys.remove(key);
                }
                return keys.isEmpty() ? null : keys;
            });
        }
    }

    private static <K, V> void add(Map<K, Set<V>> index, K key, V value) {
        index.compute(key, (any, present) -> {
            Set<V> set = present == null ? new ConcurrentSkipListSet<>() : present;
            set.add(value);
            return set;
        });
    }

    private static <K, V> void remove(Map<K, Set<V>> index, K key, V value) {
        index.computeIfPresent(key, (any, set) -> {
            set.remove(value);
            return set.isEmpty() ? null : set;
        });
    }

    /** One held request; the longer it waits the less it is. */
    private static final class Waiter implements Comparable<Waiter> {
        final long order;
        final GroupTopic key;
        final int queueId;
        final Connection connection;
        final Held held;
        private final AtomicBoolean left = new AtomicBoolean();
        private volatile Timer.@Nullable Timeout timeout;

        Waiter(long order, GroupTopic key, int queueId, Connection connection, Held held) {
            this.order = order;
            this.key = key;
            this.queueId = queueId;
            this.connection = connection;
            this.held = held;
        }

        /** Whether the caller is the one that takes the request out. */
        boolean leave() {
            boolean first = left.compareAndSet(false, true);
            Timer.Timeout running = timeout;
            if (first && running != null) {
                running.cancel();
            }
            return first;
        }

        void expireWith(Timer.Timeout running) {
            timeout = running;
            if (left.get()) {
                running.cancel();
            }
        }

        @Override
        public int compareTo(Waiter other) {
            return Long.compare(order, other.order);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order);
        }
    }
}
