package io.ringmq.broker.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What consumer groups have popped. Thread-safe; a call sees the state as of some applied record. */
public interface PopView {

    /** What {@link #earliestDueMs} says if nothing is in flight. */
    long NOTHING_IN_FLIGHT = Long.MAX_VALUE;

    /**
     * The offset at which the next pop goes on: the first one in flight in order, else where the last pop stopped or, if
     * there was none, what the group has committed; -1 if it has not.
     */
    long nextPopOffset(GroupQueue queue);

    /** What was popped of the queue in order and is in flight at least in part; null if there is none. */
    @Nullable
    OrderedBatch ordered(GroupQueue queue);

    /** How many messages of the queue are in flight in the group. */
    int inFlight(GroupQueue queue);

    /** How many messages are in flight in all queues and groups. */
    long inFlight();

    /**
     * Messages in flight whose invisible time is over at a time, those due first in front; without those popped in order,
     * which stay where they are.
     *
     * @param maxBatches the most to return
     */
    List<PoppedMessages> due(long nowMs, int maxBatches);

    /** When the first invisible time is over of messages not popped in order. */
    long earliestDueMs();

    /** How a group consumes a topic; by pulling, if nobody said. */
    PopMode mode(String group, String topic);

    /** Every mode that was set, in no order. */
    List<PopMode> modes();

    /**
     * Messages in flight.
     *
     * @param dueMs when their invisible time is over
     * @param offsets of those not resolved yet, at least one
     */
    record PoppedMessages(PopBatch batch, long dueMs, List<Long> offsets) {}
}
