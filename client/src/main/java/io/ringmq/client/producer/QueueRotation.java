package io.ringmq.client.producer;

import io.ringmq.remoting.body.MessageQueue;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Spreads messages over queues in turn. Thread-safe. */
final class QueueRotation {
    private final AtomicInteger turn;

    /**
     * Begins somewhere.
     *
     * @param start any number, so that producers begin at different queues
     */
    QueueRotation(int start) {
        turn = new AtomicInteger(start);
    }

    /** The next number. */
    int turn() {
        return turn.getAndIncrement();
    }

    /**
     * The next queue in turn that is on no avoided broker; if all are, the next in turn.
     *
     * @param queues at least one
     */
    MessageQueue next(List<MessageQueue> queues, Set<String> avoided) {
        int turn = turn();
        List<MessageQueue> left = avoided.isEmpty()
                ? queues
                : queues.stream()
                        .filter(queue -> !avoided.contains(queue.brokerName()))
                        .toList();
        // The turns of those avoided are shared by all others, not left to their neighbours.
        List<MessageQueue> usable = left.isEmpty() ? queues : left;
        return usable.get(Math.floorMod(turn, usable.size()));
    }
}
