package io.ringmq.client.producer;

import io.ringmq.remoting.body.MessageQueue;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a message is stored.
 *
 * @param messageId unique id that the producer gave the message, the same in every attempt and at the consumer
 * @param offsetMessageId id that tells where the message is stored; for a batch, all of them joined by commas
 * @param queueOffset position in the queue; for a batch, that of the first message
 * @param durability what the broker warned of; {@link Durability#AS_CONFIGURED} from RingMQ's own brokers
 * @param recallHandle of a message that waits for its time, see {@link Producer#recall}; null of any other
 */
public record SendReceipt(
        String messageId,
        String offsetMessageId,
        MessageQueue queue,
        long queueOffset,
        Durability durability,
        @Nullable String recallHandle) {

    /** Of a message that can not be recalled. */
    public SendReceipt(
            String messageId, String offsetMessageId, MessageQueue queue, long queueOffset, Durability durability) {
        this(messageId, offsetMessageId, queue, queueOffset, durability, null);
    }

    /** How safe the stored message is. */
    public enum Durability {
        /** As the broker is configured to make it. */
        AS_CONFIGURED,
        /** In memory of the broker; its disk was too slow. */
        FLUSH_TIMEOUT,
        /** On one broker only; no replica was there. */
        NO_REPLICA,
        /** On one broker only; replication was too slow. */
        REPLICA_TIMEOUT
    }
}
