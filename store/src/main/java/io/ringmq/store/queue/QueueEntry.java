package io.ringmq.store.queue;

/**
 * One message of a queue.
 *
 * @param queueOffset its number in the queue, from 0 without gaps
 * @param physicalOffset of the first byte of the message in the log
 * @param sizeBytes of the message, from that byte on
 * @param tagHash the hash that consumers filter by, 0 without a tag; the delivery time in ms for delayed messages
 * @param storeTimestampMs the leader's clock when it took the message, ms since the epoch
 */
public record QueueEntry(long queueOffset, long physicalOffset, int sizeBytes, long tagHash, long storeTimestampMs) {}
