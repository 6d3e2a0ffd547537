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
 */
record PopSelection(GroupQueue queue, long expectedNext, long nextOffset, List<QueueEntry> entries, long rest) {
    /** Whether there is anything to tell the others by a record. */
    boolean movesOn() {
        return nextOffset != expectedNext;
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
