package io.ringmq.client.producer;

import io.ringmq.client.compression.CompressedBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.message.BatchEntry;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.HeaderEncoding;
import io.ringmq.remoting.protocol.RequestCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A message, or a batch of one topic, ready to go to any queue: checked, encoded, with its unique id. Attempts differ
 * in the queue only.
 *
 * @param messageId unique id; of a batch, a text that names its messages
 * @param properties in wire form
 * @param sysFlag bits of {@link io.ringmq.remoting.message.SysFlags}
 * @param batchSize messages of a batch; 0 if this is none
 */
record OutgoingMessage(
        String topic, String messageId, ByteBuffer body, String properties, int flag, int sysFlag, int batchSize) {
    private static final int DEFAULT_TOPIC_QUEUES = 4;

    /** What a message takes in a batch besides body and properties, and some more. */
    private static final int OVERHEAD_BYTES = 32;

    /** The wire form of one message. */
    static OutgoingMessage of(Message message, Supplier<String> ids, BodySettings bodies) {
        checkTopic(message.topic());
        Map<String, String> given = message.properties();
        String properties = given.isEmpty() ? "" : MessageProperties.encode(given);
        String id = given.get(PropertyNames.UNIQ_KEY);
        if (id == null) {
            id = ids.get();
            properties += PropertyNames.UNIQ_KEY
                    + MessageProperties.NAME_VALUE_SEPARATOR
                    + id
                    + MessageProperties.ENTRY_SEPARATOR;
        }
        OutgoingMessage plain =
                new OutgoingMessage(message.topic(), id, message.body(), properties, message.flag(), 0, 0);
        return plain.checked(bodies.maxBytes()).compressed(bodies);
    }

    /** One request for messages that were checked before and whose {@code sysFlag} is the same. */
    static OutgoingMessage ofPending(String topic, List<PendingMessage> messages) {
        List<BatchEntry> entries = new ArrayList<>(messages.size());
        for (PendingMessage pending : messages) {
            OutgoingMessage message = pending.message();
            entries.add(new BatchEntry(message.flag, message.body, message.properties));
        }
        OutgoingMessage first = messages.get(0).message();
        String name = first.messageId + " (and " + (messages.size() - 1) + " more)";
        return new OutgoingMessage(topic, name, BatchBody.encode(entries), "", 0, first.sysFlag, messages.size());
    }

    /** The wire form of several messages in one request. */
    static OutgoingMessage ofBatch(List<Message> messages, Supplier<String> ids, BodySettings bodies) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("the batch is empty; give at least one message");
        }
        String topic = messages.get(0).topic();
        List<BatchEntry> entries = new ArrayList<>();
        List<String> entryIds = new ArrayList<>();
        for (Message message : messages) {
            if (!message.topic().equals(topic)) {
                throw new IllegalArgumentException("a batch has one topic, but this one has '" + topic + "' and '"
                        + message.topic() + "'; send one batch for each");
            }
            if (message.orderingKey() != null) {
                throw new IllegalArgumentException(
                        "a batch goes to any queue, so its messages can not have ordering keys; send them one by one,"
                                + " those of one queue share requests by themselves");
            }
            if (message.isDelayed()) {
                throw new IllegalArgumentException("a batch can not be delayed; send its messages one by one");
            }
            OutgoingMessage single = of(message, ids, bodies.uncompressed());
            entries.add(new BatchEntry(single.flag, single.body, single.properties));
            entryIds.add(single.messageId);
        }
        String properties = MessageProperties.encode(Map.of(PropertyNames.UNIQ_KEY, entryIds.get(0)));
        OutgoingMessage outgoing = new OutgoingMessage(
                topic, String.join(",", entryIds), BatchBody.encode(entries), properties, 0, 0, messages.size());
        return outgoing.checked(bodies.maxBytes());
    }

    /** The request that appends it to a queue. */
    Command request(String group, MessageQueue queue, long bornTimestampMs, int reconsumeTimes) {
        SendMessageHeader header = new SendMessageHeader(
                group,
                topic,
                TopicNames.AUTO_CREATE_TEMPLATE,
                DEFAULT_TOPIC_QUEUES,
                queue.queueId(),
                sysFlag,
                bornTimestampMs,
                flag,
                properties,
                reconsumeTimes,
                false,
                null,
                batchSize > 0);
        int code = batchSize > 0 ? RequestCode.SEND_BATCH_MESSAGE : RequestCode.SEND_MESSAGE_V2;
        return Command.request(code, header).withEncoding(HeaderEncoding.BINARY).withBody(body.duplicate());
    }

    int messages() {
        return Math.max(1, batchSize);
    }

    int sizeBytes() {
        return body.remaining() + properties.length() + OVERHEAD_BYTES;
    }

    private OutgoingMessage compressed(BodySettings bodies) {
        CompressedBody smaller =
                body.remaining() >= bodies.compressFromBytes() ? CompressedBody.of(body, bodies.compression()) : null;
        return smaller == null
                ? this
                : new OutgoingMessage(
                        topic, messageId, smaller.bytes(), properties, flag, sysFlag | smaller.sysFlag(), batchSize);
    }

    private OutgoingMessage checked(int maxBytes) {
        if (body.remaining() > maxBytes) {
            throw new IllegalArgumentException("the body has " + body.remaining() + " bytes and the limit is "
                    + maxBytes + "; send less at a time, or raise maxMessageBytes here and at the brokers");
        }
        // Counting bytes is left to those that may be too many: a character takes three at most.
        int propertyBytes = properties.length() * 3 <= MessageProperties.MAX_BYTES
                ? 0
                : properties.getBytes(StandardCharsets.UTF_8).length;
        if (propertyBytes > MessageProperties.MAX_BYTES) {
            throw new IllegalArgumentException("the properties have " + propertyBytes + " bytes and the limit is "
                    + MessageProperties.MAX_BYTES + "; move some of them into the body");
        }
        return this;
    }

    private static void checkTopic(String topic) {
        String reason = TopicNames.reasonInvalid(topic);
        if (reason != null) {
            throw new IllegalArgumentException("topic '" + topic + "': " + reason);
        }
    }
}
