package io.ringmq.broker.pull;

import io.ringmq.broker.state.TopicQueue;
import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.transport.Connection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Pull requests that wait for messages. A request leaves in exactly one way: a message arrives, its time is over, or
 * its connection closes. Thread-safe.
 */
public final class LongPolling {
    private final Bounds bounds;
    private final Timer timer;
    private final Executor executor;
    private final Map<TopicQueue, Set<Waiter>> waitersOfQueue = new ConcurrentHashMap<>();
    private final Map<Connection, Set<Waiter>> waitersOfConnection = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * How many requests may wait.
     *
     * @param perQueue on one queue; approximate when several arrive at once
     * @param inTotal on all queues of the ring together
     */
    public record Bounds(int perQueue, int inTotal) {}

    /**
     * @param executor runs what woken requests do. Must not reject: there are never more tasks than waiting requests
     */
    public LongPolling(Bounds bounds, Timer timer, Executor executor) {
        this.bounds = bounds;
        this.timer = timer;
        this.executor = executor;
    }

    /** What a held request does when it leaves. */
    interface Held {
        /** Messages at or beyond the offset waited for are there. */
        void arrived();

        /** The hold time is over. */
        void timedOut();
    }

    /**
     * Holds a request.
     *
     * <p>The caller must look at the queue once more after this and call {@link #messagesArrived} if there is something:
     * a message that came between its last look and this call has woken nobody.
     *
     * @param fromOffset the request waits until the queue's maximum offset is beyond this
     * @param holdMs longest wait
     * @return false at a bound; the request is not held then
     */
    boolean hold(TopicQueue queue, long fromOffset, long holdMs, Connection connection, Held held) {
        if (waitersOfQueue.getOrDefault(queue, Set.of()).size() >= bounds.perQueue) {
            return false;
        }
        if (count.incrementAndGet() > bounds.inTotal) {
            count.decrementAndGet();
            return false;
        }
        Waiter waiter = new Waiter(queue, fromOffset, connection, held);
        add(waitersOfQueue, queue, waiter);
        add(waitersOfConnection, connection, waiter);
        waiter.expireWith(timer.after(holdMs, () -> release(waiter, held::timedOut)));
        if (!connection.isOpen()) {
            disconnected(connection);
        }
        return true;
    }

    /** Wakes the requests of a queue that wait for an offset below {@code maxOffset}. Cheap if there are none. */
    public void messagesArrived(String topic, int queueId, long maxOffset) {
        for (Waiter waiter : waitersOfQueue.getOrDefault(new TopicQueue(topic, queueId), Set.of())) {
            if (waiter.fromOffset < maxOffset) {
                release(waiter, waiter.held::arrived);
            }
        }
    }

    /** Drops the requests of a closed connection; nobody is there to read their answers. */
    public void disconnected(Connection connection) {
        for (Waiter waiter : waitersOfConnection.getOrDefault(connection, Set.of())) {
            release(waiter, null);
        }
    }

    /** How many requests wait now. */
    public int waiting() {
        return count.get();
    }

    private void release(Waiter waiter, @Nullable Runnable then) {
        if (!waiter.leave()) {
            return;
        }
        count.decrementAndGet();
        remove(waitersOfQueue, waiter.queue, waiter);
        remove(waitersOfConnection, waiter.connection, waiter);
        if (then != null) {
            executor.execute(then);
        }
    }

    private static <K> void add(Map<K, Set<Waiter>> index, K key, Waiter waiter) {
        index.compute(key, (any, present) -> {
            Set<Waiter> waiters = present == null ? ConcurrentHashMap.newKeySet() : present;
            waiters.add(waiter);
            return waiters;
        });
    }

    private static <K> void remove(Map<K, Set<Waiter>> index, K key, Waiter waiter) {
        index.computeIfPresent(key, (any, waiters) -> {
            waiters.remove(waiter);
            return waiters.isEmpty() ? null : waiters;
        });
    }

    /** One held request; compared by identity. */
    private static final class Waiter {
        final TopicQueue queue;
        final long fromOffset;
        final Connection connection;
        final Held held;
        private final AtomicBoolean left = new AtomicBoolean();
        private volatile Timer.@Nullable Timeout timeout;

        Waiter(TopicQueue queue, long fromOffset, Connection connection, Held held) {
            this.queue = queue;
            this.fromOffset = fromOffset;
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
    }
}
