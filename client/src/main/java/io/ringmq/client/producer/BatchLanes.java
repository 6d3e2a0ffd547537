package io.ringmq.client.producer;

import io.ringmq.client.call.ClientNetwork;
import io.ringmq.remoting.body.MessageQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes in which messages wait for others to share a request with: one for every topic, and one for every queue that
 * was chosen for messages. Thread-safe.
 */
final class BatchLanes {
    /** Lanes kept while nothing is in them; beyond, an empty lane is forgotten. */
    static final int MAX_IDLE_LANES = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(BatchLanes.class);

    private final MessageSender sender;
    private final @Nullable IdempotentSends idempotent;
    private final ClientNetwork network;
    private final BatchLimits limits;
    private final InFlight inFlight;
    private final QueueRotation rotation;
    private final Map<Key, BatchLane> lanes = new ConcurrentHashMap<>();

    /**
     * What the messages of a lane have in common.
     *
     * @param queue where they all go; null if every request may go to another queue
     */
    record Key(String topic, @Nullable MessageQueue queue) {}

    BatchLanes(
            MessageSender sender,
            ClientNetwork network,
            BatchLimits limits,
            InFlight inFlight,
            QueueRotation rotation,
            @Nullable IdempotentSends idempotent) {
        this.idempotent = idempotent;
        this.sender = sender;
        this.network = network;
        this.limits = limits;
        this.inFlight = inFlight;
        this.rotation = rotation;
    }

    /** Takes a message that has its place in flight; gives that back when the message is settled. */
    void submit(Key key, PendingMessage message) {
        while (!lane(key).add(message)) {
            // The lane was forgotten between look-up and use; the next look-up makes another.
            Thread.onSpinWait();
        }
    }

    void succeed(PendingMessage message, SendReceipt receipt) {
        inFlight.leave(message.sizeBytes());
        message.result().complete(receipt);
    }

    void fail(PendingMessage message, Throwable failure) {
        inFlight.leave(message.sizeBytes());
        message.result().completeExceptionally(failure);
    }

    /** Forgets a lane that is empty, if there are too many. */
    void idle(Key key, BatchLane lane) {
        if (lanes.size() > MAX_IDLE_LANES && lane.retire()) {
            lanes.remove(key, lane);
        }
    }

    /** How sends are repeated; null if they may be stored twice. */
    @Nullable
    IdempotentSends idempotent() {
        return idempotent;
    }

    MessageSender sender() {
        return sender;
    }

    BatchLimits limits() {
        return limits;
    }

    ScheduledExecutorService timer() {
        return network.timer();
    }

    /** Runs a task where requests go out from, or here if that has ended. */
    void onIoThread(Runnable task) {
        try {
            network.ioThread().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the producer is closing", e);
            task.run();
        }
    }

    long nowMs() {
        return network.calls().nowMs();
    }

    private BatchLane lane(Key key) {
        BatchLane lane = lanes.get(key);
        return lane != null
                ? lane
                : lanes.computeIfAbsent(key, absent -> new BatchLane(absent, this, new QueueSpread(rotation)));
    }
}
