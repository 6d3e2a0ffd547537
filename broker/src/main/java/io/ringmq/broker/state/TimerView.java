package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.util.List;

/** The timed messages that wait. Thread-safe; a call sees the state as of the end of some run. */
public interface TimerView {

    /** What {@link Upcoming#nextDueMs} says if nothing waits. */
    long NOTHING_WAITS = Long.MAX_VALUE;

    /** How many messages wait. */
    long pending();

    /**
     * The messages due at a time, in the order of delivery. Reads no more of the store than it returns. For one caller at
     * a time.
     *
     * @param maxMessages the most to return
     * @param maxBytes no further one is returned once they have so many bytes
     */
    Upcoming upcoming(long nowMs, int maxMessages, int maxBytes);

    /**
     * What comes next.
     *
     * @param due what is due, not necessarily all of it
     * @param nextDueMs when the first that was not returned is due, which may be now
     */
    record Upcoming(List<PendingTimer> due, long nextDueMs) {}

    /**
     * A message that waits.
     *
     * @param idHash see {@link TimerRecords#idHash}
     * @param message in the wire layout; belongs to the receiver
     */
    record PendingTimer(TimerKey key, long idHash, ByteBuffer message) {}
}
