package io.ringmq.client.producer;

import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.route.ClientException;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.ProducerData;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages. Thread-safe; one instance serves a whole process.
 *
 * <p>Sends that overlap share requests by themselves, whichever threads they come from; a lone one goes out at once. See
 * {@link ProducerBuilder} for the bounds of such batches.
 *
 * <p>A send is tried again, up to its timeout, when a broker fails, is no leader or is overloaded; it goes to another
 * broker or replica, or to the leader that a replica names. If an answer is lost on the way, the message may be stored
 * twice, under the same message id, unless the producer is {@linkplain ProducerBuilder#idempotent idempotent}. A send that
 * fails may have stored the message, too.
 *
 * <p>Messages that one thread sends with the same {@linkplain Message#withOrderingKey ordering key}, or with a {@link
 * QueueSelector} to one queue, are stored in their order, also when a leader changes; others in any order.
 *
 * <p>Messages that are not acknowledged yet are bounded in number and bytes; a send beyond fails at once, with a
 * {@link BufferFullException}.
 */
public final class Producer implements AutoCloseable {
    private static final int HEARTBEAT_SECONDS = 30;

    private final ProducerIdentity identity;
    private final ClientNetwork network;
    private final MessageSender sender;
    private final Supplier<String> ids;
    private final QueueRotation rotation;
    private final InFlight inFlight;
    private final BatchLanes lanes;
    private final FirstRoutes firstRoutes;
    private final @Nullable IdempotentSends idempotent;

    Producer(
            ProducerIdentity identity,
            ClientNetwork network,
            MessageSender sender,
            Supplier<String> ids,
            QueueRotation rotation) {
        this.identity = identity;
        this.network = network;
        this.sender = sender;
        this.ids = ids;
        this.rotation = rotation;
        inFlight = new InFlight(identity.maxBufferedMessages(), identity.maxBufferedBytes());
        idempotent = identity.idempotent() ? new IdempotentSends(sender, network.calls()) : null;
        QueueRotation ofLanes = new QueueRotation(rotation.turn());
        lanes = new BatchLanes(sender, network, identity.batches(), inFlight, ofLanes, idempotent);
        firstRoutes = new FirstRoutes(sender::route);
        network.every(HEARTBEAT_SECONDS, this::heartbeat);
    }

    /** Starts describing a producer. */
    public static ProducerBuilder builder() {
        return new ProducerBuilder();
    }

    /** The options that sends without options use; a start for others. */
    public SendOptions defaultOptions() {
        return identity.defaults();
    }

    /**
     * Sends a message and waits until it is stored.
     *
     * @throws SendException if it was refused, or not acknowledged in time
     * @throws ClientException if there is no route for its topic
     */
    public SendReceipt send(Message message) {
        return await(sendAsync(message));
    }

    /** As {@link #send(Message)}, with options. */
    public SendReceipt send(Message message, SendOptions options) {
        return await(sendAsync(message, options));
    }

    /** As {@link #send(Message)}, for messages of one topic that are stored in one queue, or not at all. */
    public SendReceipt sendBatch(List<Message> messages) {
        OutgoingMessage batch = OutgoingMessage.ofBatch(messages, ids, identity.bodies());
        long nowMs = network.calls().nowMs();
        CompletableFuture<SendReceipt> result = new CompletableFuture<>();
        sendAlone(pending(batch, result, nowMs, defaultOptions(), true));
        return await(result);
    }

    /**
     * Sends a message without waiting. Stages of the result run on an I/O thread and must not block.
     *
     * @return fails with what {@link #send(Message)} throws
     * @throws IllegalArgumentException if the message can not be sent to anybody
     */
    public CompletableFuture<SendReceipt> sendAsync(Message message) {
        return sendAsync(message, defaultOptions());
    }

    /** As {@link #sendAsync(Message)}, with options. */
    public CompletableFuture<SendReceipt> sendAsync(Message message, SendOptions options) {
        OutgoingMessage outgoing = OutgoingMessage.of(message, ids, identity.bodies());
        boolean alone = message.isDelayed();
        CompletableFuture<SendReceipt> result = new CompletableFuture<>();
        long nowMs = network.calls().nowMs();
        PendingMessage pending = pending(outgoing, result, nowMs, options, alone);
        QueueSelector selector = options.selectorFor(message);
        try {
            if (selector != null) {
                sendTo(selector, message, pending);
            } else if (alone || identity.batches().maxMessages() == 1) {
                sendAlone(pending);
            } else {
                inFlight.enter(pending.sizeBytes());
                lanes.submit(new BatchLanes.Key(message.topic(), null), pending);
            }
        } catch (SendException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /**
     * Recalls a message that is to be delivered later, and waits until that is certain: it will not be delivered then.
     *
     * @param receipt of a message sent with {@link Message#withDelay} or {@link Message#withDeliveryTime}
     * @throws IllegalArgumentException if the receipt is of any other message
     * @throws SendException if it was delivered already, or nobody answered in time, so that it may be delivered or not
     */
    public void recall(SendReceipt receipt) {
        await(recallAsync(receipt));
    }

    /** As {@link #recall}, without waiting. */
    public CompletableFuture<Void> recallAsync(SendReceipt receipt) {
        return sender.recall(receipt, defaultOptions().timeout().toMillis());
    }

    /** Sends a message once, without an acknowledgement: it may be lost without notice. */
    public void sendOneway(Message message) {
        OutgoingMessage outgoing = OutgoingMessage.of(message, ids, identity.bodies());
        sender.sendOneway(network, outgoing, rotation::next);
    }

    /**
     * Takes no more messages, waits until those under way are settled, at most for the producer's timeout, and ends the
     * producer; sends that are still under way then fail. Idempotent.
     */
    @Override
    public void close() {
        inFlight.drain()
                .completeOnTimeout(null, defaultOptions().timeout().toMillis(), TimeUnit.MILLISECONDS)
                .join();
        network.close();
    }

    private static PendingMessage pending(
            OutgoingMessage message,
            CompletableFuture<SendReceipt> result,
            long nowMs,
            SendOptions options,
            boolean alone) {
        return new PendingMessage(
                message, result, nowMs, nowMs + options.timeout().toMillis(), alone);
    }

    private void sendTo(QueueSelector selector, Message message, PendingMessage pending) {
        inFlight.enter(pending.sizeBytes());
        firstRoutes.use(message.topic(), (routing, failure) -> {
            try {
                MessageQueue queue = selector.select(MessageSender.writable(routing, failure), message);
                lanes.submit(new BatchLanes.Key(message.topic(), queue), pending);
            } catch (RuntimeException e) {
                lanes.fail(pending, MessageSender.asClientException(pending.message(), e));
            }
        });
    }

    private void sendAlone(PendingMessage pending) {
        inFlight.enter(pending.sizeBytes());
        AtomicReference<PendingMessage> numbered = new AtomicReference<>(pending);
        long timeoutMs = pending.deadlineMs() - pending.sinceMs();
        CompletableFuture<SendReceipt> sent = idempotent == null
                ? sender.send(pending.message(), 0, timeoutMs, rotation::next)
                : idempotent.send(
                        pending.message(),
                        null,
                        timeoutMs,
                        rotation::next,
                        claim -> numbered.set(pending.claimed(claim)));
        sent.whenComplete((receipt, failure) -> {
            PendingMessage ended = Objects.requireNonNull(numbered.get());
            ended.settle();
            if (receipt != null) {
                lanes.succeed(ended, receipt);
            } else {
                lanes.fail(ended, MessageSender.unwrap(failure));
            }
        });
    }

    private void heartbeat() {
        Set<String> leaders = new TreeSet<>();
        for (TopicRouting routing : network.calls().routes().known()) {
            routing.replicas().values().forEach(replicas -> leaders.add(replicas.get(0)));
        }
        ProducerData group = new ProducerData(identity.group());
        network.heartbeat(leaders, new HeartbeatBody(identity.clientId(), List.of(group), List.of(), 0, false));
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClientException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
