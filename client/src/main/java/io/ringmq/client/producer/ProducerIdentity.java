package io.ringmq.client.producer;

/**
 * Who a producer is and what it does unless told otherwise.
 *
 * @param clientId name of this instance, unique among the clients of the cluster
 * @param maxBufferedMessages messages that are not acknowledged yet
 * @param maxBufferedBytes bytes of them
 * @param idempotent whether repeated sends are stored once
 */
record ProducerIdentity(
        String group,
        String clientId,
        SendOptions defaults,
        BodySettings bodies,
        BatchLimits batches,
        int maxBufferedMessages,
        long maxBufferedBytes,
        boolean idempotent) {}
