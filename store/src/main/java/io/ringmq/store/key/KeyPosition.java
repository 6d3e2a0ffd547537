package io.ringmq.store.key;

/**
 * A message that most likely has a key: hashes of different keys may be alike.
 *
 * @param physicalOffset of the first byte of the message in the log
 * @param storeTimestampMs the leader's clock when it took the message, ms since the epoch
 */
public record KeyPosition(long physicalOffset, long storeTimestampMs) {}
