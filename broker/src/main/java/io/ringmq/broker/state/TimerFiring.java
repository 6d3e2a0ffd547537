package io.ringmq.broker.state;

/**
 * A guard in front of a timed message that is due: if it still waits it does so no more and the guarded records apply,
 * else they are skipped.
 *
 * @param idHash of its topic and unique id, see {@link TimerRecords#idHash}
 * @param guardedRecords how many of the records behind it in the entry depend on it: 1, the message itself
 */
public record TimerFiring(TimerKey key, long idHash, int guardedRecords) {

    public TimerFiring {
        if (guardedRecords < 0) {
            throw new IllegalArgumentException(key + " cannot guard " + guardedRecords + " records");
        }
    }
}
