package io.ringmq.client.consumer;

import io.ringmq.client.compression.CompressedBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as a consumer gets it. Immutable.
 *
 * <p>Nothing is copied: the body is a view of what was read from the broker, and a message that is kept keeps all that
 * came with it in memory. Keep {@link #copyBody()} instead.
 */
public final class ReceivedMessage {
    /** A body that is larger when it is decompressed is not consumed. */
    static final int MAX_BODY_BYTES = 64 << 20;

    private final MessageQueue queue;
    private final WireMessage wire;
    private final ByteBuffer body;

    private ReceivedMessage(MessageQueue queue, WireMessage wire, ByteBuffer body) {
        this.queue = queue;
        this.wire = wire;
        this.body = body;
    }

    /**
     * The message of these bytes.
     *
     * @throws io.ringmq.remoting.message.MalformedMessageException if its body can not be decompressed
     */
    static ReceivedMessage of(MessageQueue queue, WireMessage wire) {
        ByteBuffer body = CompressedBody.plain(wire.sysFlag(), wire.body(), MAX_BODY_BYTES);
        return new ReceivedMessage(queue, wire, body.asReadOnlyBuffer());
    }

    /** Topic it was sent to, also when it is delivered again from a retry topic. */
    public String topic() {
        String topic = wire.topic();
        String origin = TopicNames.isRetry(topic) ? property(PropertyNames.RETRY_TOPIC) : null;
        return origin == null ? topic : origin;
    }

    /** Queue it was read from. */
    public MessageQueue queue() {
        return queue;
    }

    /** Position in that queue. */
    public long queueOffset() {
        return wire.queueOffset();
    }

    /** Unique id that its producer gave it, the same in every delivery; empty if it gave none. */
    public String messageId() {
        String id = property(PropertyNames.UNIQ_KEY);
        return id == null ? "" : id;
    }

    /** A view of the body's bytes, read only, decompressed; its position is the caller's own. */
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** The body's bytes in an array of their own. */
    public byte[] copyBody() {
        byte[] copy = new byte[body.remaining()];
        body.duplicate().get(copy);
        return copy;
    }

    /** The body as text in UTF-8. */
    public String text() {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }

    public @Nullable String tag() {
        return property(PropertyNames.TAGS);
    }

    /** One property; null if the message does not have it. */
    public @Nullable String property(String name) {
        return MessageProperties.find(wire.properties(), name);
    }

    /** All properties, the reserved ones of producer and broker included; parsed anew by every call. */
    public Map<String, String> properties() {
        return Collections.unmodifiableMap(MessageProperties.parse(wire.properties()));
    }

    /** The producer's own number. */
    public int flag() {
        return wire.flag();
    }

    /** Deliveries before this one. */
    public int reconsumeTimes() {
        return wire.reconsumeTimes();
    }

    public long bornTimestampMs() {
        return wire.bornTimestampMs();
    }

    public long storeTimestampMs() {
        return wire.storeTimestampMs();
    }

    @Override
    public String toString() {
        return "message " + messageId() + " at " + queueOffset() + " of " + queue;
    }
}
