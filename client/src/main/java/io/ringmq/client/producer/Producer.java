package io.ringmq.client.producer;

import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.route.ClientException;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.ProducerData;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Sends messages. Thread-safe; one instance serves a whole process.
 *
 * <p>A send is tried again, up to its timeout, when a broker fails, is no leader or is overloaded; it goes to another
 * broker or replica, or to the leader that a replica names. If an answer is lost on the way, the message may be stored
 * twice, under the same message id. A send that fails may have stored the message, too.
 *
 * <p>Bounds: {@link #MAX_IN_FLIGHT} messages and {@link #MAX_IN_FLIGHT_BYTES} bytes wait for their answer; a send
 * beyond fails at once.
 */
public final class Producer implements AutoCloseable {
    /** Messages, or batches, that wait for their answer. */
    public static final int MAX_IN_FLIGHT = 20_000;

    /** Bytes of them. */
    public static final long MAX_IN_FLIGHT_BYTES = 64L << 20;

    private static final int HEARTBEAT_SECONDS = 30;

    private final ProducerIdentity identity;
    private final ClientNetwork network;
    private final MessageSender sender;
    private final Supplier<String> ids;
    private final QueueRotation rotation;
    private final InFlight inFlight = new InFlight(MAX_IN_FLIGHT, MAX_IN_FLIGHT_BYTES);

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
        OutgoingMessage batch = OutgoingMessage.ofBatch(messages, ids, identity.maxMessageBytes());
        return await(send(batch, defaultOptions().timeout().toMillis(), rotation::next));
    }

    /** Sends a message without waiting. Stages of the result run on an I/O thread and must not block. */
    public CompletableFuture<SendReceipt> sendAsync(Message message) {
        return sendAsync(message, defaultOptions());
    }

    /** As {@link #sendAsync(Message)}, with options. */
    public CompletableFuture<SendReceipt> sendAsync(Message message, SendOptions options) {
        OutgoingMessage outgoing = OutgoingMessage.of(message, ids, identity.maxMessageBytes());
        QueueSelector selector = options.selector();
        BiFunction<List<MessageQueue>, Set<String>, MessageQueue> choice =
                selector == null ? rotation::next : (queues, avoided) -> selector.select(queues, message);
        return send(outgoing, options.timeout().toMillis(), choice);
    }

    /** Sends a message once, without an acknowledgement: it may be lost without notice. */
    public void sendOneway(Message message) {
        OutgoingMessage outgoing = OutgoingMessage.of(message, ids, identity.maxMessageBytes());
        sender.sendOneway(network, outgoing, rotation::next);
    }

    /** Ends the producer; sends under way fail. */
    @Override
    public void close() {
        network.close();
    }

    private CompletableFuture<SendReceipt> send(
            OutgoingMessage message, long timeoutMs, BiFunction<List<MessageQueue>, Set<String>, MessageQueue> choice) {
        int sizeBytes = message.sizeBytes();
        if (!inFlight.enter(sizeBytes)) {
            return CompletableFuture.failedFuture(new SendException(
                    "too many sends are under way (at most " + MAX_IN_FLIGHT + " and " + MAX_IN_FLIGHT_BYTES
                            + " bytes); wait for some to finish",
                    SendException.NO_ANSWER,
                    null));
        }
        return sender.send(message, 0, timeoutMs, choice).whenComplete((receipt, failure) -> inFlight.leave(sizeBytes));
    }

    private void heartbeat() {
        Set<String> leaders = new TreeSet<>();
        for (TopicRouting routing : network.calls().routes().known()) {
            routing.replicas().values().forEach(replicas -> leaders.add(replicas.get(0)));
        }
        ProducerData group = new ProducerData(identity.group());
        network.heartbeat(leaders, new HeartbeatBody(identity.clientId(), List.of(group), List.of(), 0, false));
    }

    private static SendReceipt await(CompletableFuture<SendReceipt> receipt) {
        try {
            return receipt.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClientException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
