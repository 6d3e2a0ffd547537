package io.ringmq.broker.state;

/**
 * Below which key no message waits, so that looking for the next one does not pass all those that were delivered and that
 * the store has yet to clear away. Thread-safe.
 */
final class TimerFloor {
    private TimerKey floor = TimerKey.FIRST;
    private TimerKey lowestSet = TimerKey.BEHIND_ALL;

    /** Messages wait in the store since just now, the first of them under this key. */
    synchronized void set(TimerKey key) {
        if (key.compareTo(lowestSet) < 0) {
            lowestSet = key;
        }
    }

    /** Where to look from. What is set while somebody looks counts for the next look. */
    synchronized TimerKey start() {
        if (lowestSet.compareTo(floor) < 0) {
            floor = lowestSet;
        }
        lowestSet = TimerKey.BEHIND_ALL;
        return floor;
    }

    /** A look that began at {@link #start} met this key first. */
    synchronized void found(TimerKey first) {
        floor = first;
    }
}
