package io.ringmq.store.queue;

/**
 * What the index keeps of one message.
 *
 * @param physicalOffset of the first byte of the message in the log
 * @param sizeBytes of the message, from that byte on
 * @param tagHash the hash that consumers filter by, 0 without a tag; the delivery time in ms for delayed messages
 * @param storeTimestampMs the leader's clock when it took the message, ms since the epoch
 */
public record IndexedMessage(long physicalOffset, int sizeBytes, long tagHash, long storeTimestampMs) {}
