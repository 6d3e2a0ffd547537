package io.ringmq.client.producer;

import io.ringmq.client.call.LeaderCalls;
import io.ringmq.client.compression.CompressedBody;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends copies of messages that a group could not consume to its retry topic, as stock clients do. Thread-safe. */
public final class RetryTopicSender {
    private static final int TIMEOUT_MS = 5_000;
    private static final int MAX_BODY_BYTES = 64 << 20;

    /** The first redelivery waits for level 3, 10 s, and each one a level longer. */
    private static final int FIRST_DELAY_LEVEL = 3;

    private final String group;
    private final MessageSender sender;
    private final QueueRotation rotation = new QueueRotation(0);

    /** Sends for one group. */
    public RetryTopicSender(String group, LeaderCalls calls, Clock clock) {
        this.group = group;
        this.sender = new MessageSender(group, calls, clock);
    }

    /**
     * Sends a copy, decompressed; fails as {@link Producer#sendAsync(Message)}.
     *
     * @throws io.ringmq.remoting.message.MalformedMessageException if the body can not be decompressed
     */
    public CompletableFuture<SendReceipt> send(WireMessage message) {
        int deliveries = message.reconsumeTimes();
        Map<String, String> properties = new LinkedHashMap<>(MessageProperties.parse(message.properties()));
        String id = properties.getOrDefault(PropertyNames.UNIQ_KEY, "");
        properties.putIfAbsent(PropertyNames.RETRY_TOPIC, message.topic());
        properties.putIfAbsent(PropertyNames.ORIGIN_MESSAGE_ID, id);
        properties.put(PropertyNames.DELAY, Integer.toString(FIRST_DELAY_LEVEL + deliveries));
        properties.remove(PropertyNames.TRAN_MSG);
        OutgoingMessage copy = new OutgoingMessage(
                TopicNames.retry(group),
                id,
                CompressedBody.plain(message.sysFlag(), message.body(), MAX_BODY_BYTES),
                MessageProperties.encode(properties),
                message.flag(),
                0,
                0);
        return sender.send(copy, deliveries + 1, TIMEOUT_MS, rotation::next);
    }
}
