package io.ringmq.broker.state;

import java.nio.ByteBuffer;

/**
 * A message that waits for its time.
 *
 * @param dueMs when it is to be delivered, in milliseconds since the epoch
 * @param idHash of its topic and unique id, see {@link TimerRecords#idHash}
 * @param message in the wire layout with topic and queue that it is for, its queue offset and physical offset zero;
 *     shared, not copied
 */
record TimedMessage(long dueMs, long idHash, ByteBuffer message) {}
