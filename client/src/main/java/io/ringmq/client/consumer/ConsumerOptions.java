package io.ringmq.client.consumer;

/**
 * What a consumer is.
 *
 * @param clientId name of this instance, unique in the group
 * @param maxReconsumeTimes deliveries again before a message goes to the dead-letter topic
 * @param maxBufferedMessages messages read and not consumed yet, over all queues
 * @param maxBufferedBytes bytes of them
 */
record ConsumerOptions(
        String group,
        String clientId,
        StartPosition startPosition,
        int maxReconsumeTimes,
        int maxBufferedMessages,
        long maxBufferedBytes) {}
