package io.ringmq.broker.state;

import java.util.Comparator;

/**
 * Names a timed message that waits; keys are in the order of delivery.
 *
 * @param dueMs when it is to be delivered, in milliseconds since the epoch
 * @param position physical offset of the message as it was sent: of those due at once the first sent comes first
 */
public record TimerKey(long dueMs, long position) implements Comparable<TimerKey> {

    private static final Comparator<TimerKey> ORDER =
            Comparator.comparingLong(TimerKey::dueMs).thenComparingLong(TimerKey::position);

    static final TimerKey FIRST = new TimerKey(0, 0);
    static final TimerKey BEHIND_ALL = new TimerKey(Long.MAX_VALUE, Long.MAX_VALUE);

    public TimerKey {
        if (dueMs < 0 || position < 0) {
            throw new IllegalArgumentException(
                    "a timed message is due at " + dueMs + " ms and lies at " + position + "; neither can be negative");
        }
    }

    @Override
    public int compareTo(TimerKey other) {
        return ORDER.compare(this, other);
    }
}
