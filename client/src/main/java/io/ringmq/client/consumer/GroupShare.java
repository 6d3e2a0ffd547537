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

    /** What each queue may read ahead; beyond, one message or answer at most. */
    BufferPart bufferPart() {
        int parts = Math.max(1, queues.get());
        return new BufferPart(
                Math.max(1, options.maxBufferedMessages() / parts), Math.max(1, options.maxBufferedBytes() / parts));
    }
}
