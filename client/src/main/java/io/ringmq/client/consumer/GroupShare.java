package io.ringmq.client.consumer;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the queues of one consumer have in common.
 *
 * @param thread the consumer's thread
 * @param queues number of queues that are read, which share the buffer
 */
record GroupShare(
        ConsumerOptions options,
        GroupRequests requests,
        Redelivery redelivery,
        Listeners listeners,
        ScheduledExecutorService thread,
        AtomicInteger queues) {

    /** Whether a queue may read on: its part of the buffer is not full. A pull may exceed it once. */
    boolean hasRoom(OffsetTracker offsets) {
        int parts = Math.max(1, queues.get());
        return offsets.pendingMessages() < Math.max(1, options.maxBufferedMessages() / parts)
                && offsets.pendingBytes() < Math.max(1, options.maxBufferedBytes() / parts);
    }
}
