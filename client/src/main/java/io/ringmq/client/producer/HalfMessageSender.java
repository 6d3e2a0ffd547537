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

/** Sends messages that nobody sees before they are committed. Thread-safe. */
public final class HalfMessageSender {
    private static final int COMPRESS_FROM_BYTES = 4 << 10;

    private final String group;
    private final MessageSender sender;
    private final Supplier<String> ids;
    private final BodySettings bodies;
    private final QueueRotation rotation;

    /**
     * Sends for one producer group.
     *
     * @param ids unique ids for messages
     * @param firstTurn any number, so that producers begin at different queues
     */
    public HalfMessageSender(
            String group, LeaderCalls calls, Clock clock, Supplier<String> ids, int maxMessageBytes, int firstTurn) {
        this.group = group;
        this.sender = new MessageSender(group, calls, clock);
        this.ids = ids;
        this.bodies = new BodySettings(maxMessageBytes, Compression.NONE, COMPRESS_FROM_BYTES);
        this.rotation = new QueueRotation(firstTurn);
    }

    /**
     * Sends a half message; fails as {@link Producer#sendAsync(Message)}.
     *
     * @throws IllegalArgumentException if the message is delayed, or can not be sent to anybody
     */
    public CompletableFuture<SendReceipt> send(Message message, Duration timeout) {
        if (message.properties().containsKey(PropertyNames.DELAY)) {
            throw new IllegalArgumentException(
                    "a message of a transaction can not be delayed; it goes out when it is" + " committed");
        }
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.put(PropertyNames.TRAN_MSG, "true");
        properties.put(PropertyNames.PGROUP, group);
        Message half = new Message(message.topic(), message.body(), properties, message.flag());
        return sender.send(OutgoingMessage.of(half, ids, bodies), 0, timeout.toMillis(), rotation::next);
    }
}
