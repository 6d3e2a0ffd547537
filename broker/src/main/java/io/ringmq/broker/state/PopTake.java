package io.ringmq.broker.state;

import java.util.List;

/**
 * Hands messages of a queue out to a consumer, on the condition that nobody has popped from the queue since the leader
 * looked.
 *
 * @param expectedNext what {@link PopView#nextPopOffset} said, -1 included
 * @param nextOffset where the next pop goes on, behind all that were looked at
 * @param invisibleMs from the pop time on, how long nobody else gets them
 * @param offsets of the messages handed out, ascending; may be empty, if none of those looked at is wanted
 */
public record PopTake(
        GroupQueue queue, long expectedNext, long nextOffset, long popTimeMs, long invisibleMs, List<Long> offsets) {

    public PopTake {
        offsets = List.copyOf(offsets);
        if (expectedNext < -1 || nextOffset < 0 || invisibleMs < 0 || offsets.size() > PopCheckpoint.MAX_MESSAGES) {
            throw new IllegalArgumentException("cannot pop " + offsets.size() + " messages of " + queue + " for "
                    + invisibleMs + " ms, going on at " + nextOffset + " instead of " + expectedNext);
        }
    }

    /** The name of what is handed out; there must be something. */
    public PopBatch batch() {
        return new PopBatch(queue, offsets.get(0), popTimeMs);
    }
}
