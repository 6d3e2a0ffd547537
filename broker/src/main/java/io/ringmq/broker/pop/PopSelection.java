package io.ringmq.broker.pop;

import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.state.PopTake;
import io.ringmq.store.queue.QueueEntry;
import java.util.List;

/**
 * What a pop is to get of one queue.
 *
 * @param expectedNext where the queue's next pop began when it was looked at, -1 if nobody popped or committed yet
 * @param nextOffset behind the last entry looked at
 * @param entries the messages chosen
 * @param rest how many messages are behind
 * @param deliveries of a pop in order: how often each message was handed out before; empty until that is known
 */
record PopSelection(
        GroupQueue queue,
        long expectedNext,
        long nextOffset,
        List<QueueEntry> entries,
        long rest,
        List<Integer> deliveries) {
    /** Whether there is anything to tell the others by a record. */
    boolean movesOn() {
        return nextOffset != expectedNext;
    }

    PopSelection delivered(List<Integer> before) {
        return new PopSelection(queue, expectedNext, nextOffset, entries, rest, before);
    }

    int bytes() {
        return entries.stream().mapToInt(QueueEntry::sizeBytes).sum();
    }

    PopTake take(long popTimeMs, long invisibleMs) {
        return new PopTake(queue, expectedNext, nextOffset, popTimeMs, invisibleMs, offsets());
    }

    List<Long> offsets() {
        return entries.stream().map(QueueEntry::queueOffset).toList();
    }
}
