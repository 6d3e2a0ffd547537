package io.ringmq.client.consumer;

import io.ringmq.client.compression.CompressedBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as a consumer gets it.
 *
 * @param topic topic it was sent to, also when it is delivered again from a retry topic
 * @param queue queue it was read from
 * @param queueOffset position in that queue
 * @param messageId unique id that its producer gave it, the same in every delivery
 * @param body bytes between position and limit, read only, decompressed
 * @param flag the producer's own number
 * @param reconsumeTimes deliveries before this one
 */
public record ReceivedMessage(
        String topic,
        MessageQueue queue,
        long queueOffset,
        String messageId,
        ByteBuffer body,
        Map<String, String> properties,
        int flag,
        int reconsumeTimes,
        long bornTimestampMs,
        long storeTimestampMs) {
    private static final int MAX_BODY_BYTES = 64 << 20;

    /**
     * The message of these bytes.
     *
     * @throws io.ringmq.remoting.message.MalformedMessageException if its body can not be decompressed
     */
    static ReceivedMessage of(MessageQueue queue, WireMessage wire) {
        Map<String, String> properties = MessageProperties.parse(wire.properties());
        String topic = wire.topic();
        if (TopicNames.isRetry(topic)) {
            topic = properties.getOrDefault(PropertyNames.RETRY_TOPIC, topic);
        }
        return new ReceivedMessage(
                topic,
                queue,
                wire.queueOffset(),
                properties.getOrDefault(PropertyNames.UNIQ_KEY, ""),
                CompressedBody.plain(wire.sysFlag(), wire.body(), MAX_BODY_BYTES)
                        .asReadOnlyBuffer(),
                Map.copyOf(properties),
                wire.flag(),
                wire.reconsumeTimes(),
                wire.bornTimestampMs(),
                wire.storeTimestampMs());
    }

    /** The body as text in UTF-8. */
    public String text() {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }

    public @Nullable String tag() {
        return properties.get(PropertyNames.TAGS);
    }
}
