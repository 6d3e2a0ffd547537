package io.ringmq.client.producer;

import io.ringmq.client.call.LeaderCalls;
import io.ringmq.client.compression.Compression;
import io.ringmq.remoting.message.PropertyNames;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends messages that ask for a reply, marked as stock clients mark them. Thread-safe. */
public final class RequestSender {
    private static final int COMPRESS_FROM_BYTES = 4 << 10;

    private final String clientId;
    private final MessageSender sender;
    private final Supplier<String> ids;
    private final BodySettings bodies;
    private final QueueRotation rotation;

    /**
     * Who asks.
     *
     * @param clientId where replies go: the name under which brokers know the connection
     */
    public record Identity(String group, String clientId) {}

    /**
     * Sends for one client.
     *
     * @param ids unique ids for messages
     * @param firstTurn any number, so that clients begin at different queues
     */
    public RequestSender(
            Identity identity,
            LeaderCalls calls,
            Clock clock,
            Supplier<String> ids,
            int maxMessageBytes,
            int firstTurn) {
        this.clientId = identity.clientId;
        this.sender = new MessageSender(identity.group, calls, clock);
        this.ids = ids;
        this.bodies = new BodySettings(maxMessageBytes, Compression.NONE, COMPRESS_FROM_BYTES);
        this.rotation = new QueueRotation(firstTurn);
    }

    /**
     * Sends a request; fails as {@link Producer#sendAsync(Message)}.
     *
     * @param correlationId by which the reply is known
     * @param timeout how long the reply is waited for
     * @throws IllegalArgumentException if the message is delayed, or can not be sent to anybody
     */
    public CompletableFuture<SendReceipt> send(Message message, String correlationId, Duration timeout) {
        if (message.isDelayed()) {
            throw new IllegalArgumentException("a request can not be delayed; send it when its reply is wanted");
        }
        String timeoutMs = Long.toString(timeout.toMillis());
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.put(PropertyNames.CORRELATION_ID, correlationId);
        properties.put(PropertyNames.REPLY_TO_CLIENT, clientId);
        properties.put(PropertyNames.TTL, timeoutMs);
        Message request = new Message(message.topic(), message.body(), properties, message.flag());
        return sender.send(OutgoingMessage.of(request, ids, bodies), 0, timeout.toMillis(), rotation::next);
    }
}
