package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.store.key.KeyIndex;
import io.ringmq.store.queue.IndexedMessage;
import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;

/** Gives messages their places in queues, and has them found by their keys. Only for the applying thread. */
final class Appends {
    private final Catalog catalog;
    private final Queues queues;
    private final KeyIndex keys;
    private final SentMessages sent;
    private final IntToLongFunction delayMsOfLevel;

    Appends(Catalog catalog, Queues queues, KeyIndex keys, SentMessages sent, IntToLongFunction delayMsOfLevel) {
        this.catalog = catalog;
        this.queues = queues;
        this.keys = keys;
        this.sent = sent;
        this.delayMsOfLevel = delayMsOfLevel;
    }

    /**
     * A record MESSAGE or MESSAGE_ONCE.
     *
     * @param once whether the message is all of a send, which is known by topic and unique id, of the time at which the
     *     leader stored it
     */
    ApplyResult append(ByteBuffer payload, long physicalOffset, boolean once) {
        MessageFields message = MessageFields.read(payload);
        if (message == null) {
            return new Rejected(Reason.MALFORMED_MESSAGE, "the message is not in the wire layout");
        }
        Topic topic = catalog.find(message.topic());
        if (topic == null) {
            return unknownTopic(message.topic());
        }
        ClientMessageId id = once ? message.properties().uniqueId() : null;
        return id == null
                ? append(topic, message, payload, physicalOffset)
                : appendOnce(topic, id, message, payload, physicalOffset);
    }

    private ApplyResult appendOnce(
            Topic topic, ClientMessageId id, MessageFields message, ByteBuffer payload, long physicalOffset) {
        SentBefore before = sent.find(topic.id(), id, 1);
        if (before != null) {
            return before;
        }
        ApplyResult result = append(topic, message, payload, physicalOffset);
        if (result instanceof AppendedMessage appended) {
            SendOnce send = new SendOnce(message.topic(), message.queueId(), message.storeTimestampMs(), id, 1);
            sent.stored(topic.id(), send, appended);
        }
        return result;
    }

    /** A record SEND_ONCE. */
    ApplyResult begin(SendOnce send) {
        Topic topic = catalog.find(send.topic());
        return topic == null ? unknownTopic(send.topic()) : sent.begin(topic.id(), send);
    }

    private ApplyResult append(Topic topic, MessageFields message, ByteBuffer payload, long physicalOffset) {
        if (!topic.hasQueue(message.queueId())) {
            return new Rejected(
                    Reason.UNKNOWN_QUEUE, "topic " + message.topic() + " has no queue " + message.queueId());
        }
        int sizeBytes = payload.remaining();
        IndexedMessage indexed =
                new IndexedMessage(physicalOffset, sizeBytes, tagHash(message), message.storeTimestampMs());
        long queueOffset = queues.append(topic.queue(message.queueId()), indexed);
        message.properties()
                .forEachKey(topic.keySeed(), hash -> keys.add(hash, physicalOffset, message.storeTimestampMs()));
        return new AppendedMessage(queueOffset, physicalOffset, sizeBytes);
    }

    private long tagHash(MessageFields message) {
        return message.topic().equals(SystemTopics.SCHEDULE)
                ? message.storeTimestampMs() + delayMsOfLevel.applyAsLong(message.queueId() + 1)
                : message.properties().tagHash();
    }

    private static Rejected unknownTopic(String topic) {
        return new Rejected(Reason.UNKNOWN_TOPIC, "topic " + topic + " does not exist");
    }
}
