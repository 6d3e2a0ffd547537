package io.ringmq.client.request;

import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.RequestSender;
import io.ringmq.client.producer.SendReceipt;
import io.ringmq.client.route.ClientException;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.ProducerData;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages and waits for replies to them, of a {@link Replier} or of any stock client. Thread-safe; one instance
 * serves a whole process.
 *
 * <pre>{@code
 * Reply price = requester.request(Message.of("prices", "apple"));
 * }</pre>
 *
 * <p>A request is stored as any message is, and may be served more than once: it is sent again when an answer of a broker
 * is lost, and delivered again when a consumer dies. The first reply counts, and each goes to its own request. Replies are
 * not stored; one that is lost on the way is the end of the request's timeout.
 */
public final class Requester implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Requester.class);

    /** So that each replica, which may lead next, knows where replies go. */
    private static final int HEARTBEAT_SECONDS = 5;

    private final Identity identity;
    private final ClientNetwork network;
    private final RequestSender sender;
    private final PendingRequests pending;
    private final Supplier<String> ids;
    private final Set<String> topics = ConcurrentHashMap.newKeySet();

    /** Who a requester is, and how long it waits. */
    record Identity(String group, String clientId, Duration timeout) {}

    Requester(
            Identity identity,
            ClientNetwork network,
            RequestSender sender,
            PendingRequests pending,
            Supplier<String> ids) {
        this.identity = identity;
        this.network = network;
        this.sender = sender;
        this.pending = pending;
        this.ids = ids;
        network.every(HEARTBEAT_SECONDS, this::heartbeat);
    }

    /** Starts describing a requester. */
    public static RequesterBuilder builder() {
        return new RequesterBuilder();
    }

    /**
     * Sends a request and waits for its reply, as long as the requester's timeout.
     *
     * @throws RequestException if no reply came in time, too many requests wait, or the requester is closed
     * @throws io.ringmq.client.producer.SendException if brokers refused the request, or did not acknowledge it in time
     * @throws ClientException if there is no route for its topic
     */
    public Reply request(Message message) {
        return request(message, identity.timeout);
    }

    /** As {@link #request(Message)}, with a timeout of its own, which is for sending and waiting together. */
    public Reply request(Message message, Duration timeout) {
        try {
            return requestAsync(message, timeout).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClientException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Sends a request without waiting. Stages of the result may run on an I/O thread and must not block.
     *
     * @return fails with what {@link #request(Message)} throws
     * @throws IllegalArgumentException if the message is delayed, or can not be sent to anybody
     */
    public CompletableFuture<Reply> requestAsync(Message message) {
        return requestAsync(message, identity.timeout);
    }

    /** As {@link #requestAsync(Message)}, with a timeout of its own, which is for sending and waiting together. */
    public CompletableFuture<Reply> requestAsync(Message message, Duration timeout) {
        RequesterBuilder.requirePositive(timeout);
        String correlationId = ids.get();
        CompletableFuture<Reply> reply = pending.open(correlationId, timeout);
        if (reply.isDone()) {
            return reply;
        }
        try {
            sender.send(message, correlationId, timeout)
                    .whenComplete((receipt, failure) -> sent(correlationId, receipt, failure));
        } catch (IllegalArgumentException e) {
            pending.fail(correlationId, e);
            throw e;
        }
        return reply;
    }

    /** Replies so far that nobody waited for any more. */
    public long droppedReplies() {
        return pending.dropped();
    }

    /** Ends the requester; requests that wait fail. Idempotent. */
    @Override
    public void close() {
        pending.close();
        network.close();
    }

    private void sent(String correlationId, @Nullable SendReceipt receipt, @Nullable Throwable failure) {
        if (receipt == null) {
            pending.fail(correlationId, failure == null ? new IllegalStateException("no receipt") : failure);
        } else if (topics.add(receipt.queue().topic())) {
            heartbeatNow();
        }
    }

    private void heartbeatNow() {
        try {
            network.timer().execute(this::heartbeat);
        } catch (RejectedExecutionException e) {
            LOG.debug("no heartbeat: the requester is closed");
        }
    }

    private void heartbeat() {
        Set<String> replicas = new TreeSet<>();
        for (TopicRouting routing : network.calls().routes().known()) {
            routing.replicas().values().forEach(replicas::addAll);
        }
        ProducerData group = new ProducerData(identity.group);
        network.heartbeat(replicas, new HeartbeatBody(identity.clientId, List.of(group), List.of(), 0, false));
    }
}
