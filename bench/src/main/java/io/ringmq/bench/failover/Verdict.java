package io.ringmq.bench.failover;

/**
 * What became of the messages of a trial.
 *
 * @param sent messages the producer tried to send
 * @param acked messages it was told are stored
 * @param consumed different messages that a consumer received
 * @param lost messages acknowledged but never consumed
 * @param duplicates deliveries of a message beyond its first
 * @param unackedConsumed messages stored although the producer was told otherwise, or nothing
 */
public record Verdict(long sent, long acked, long consumed, long lost, long duplicates, long unackedConsumed) {
    @Override
    public String toString() {
        return "sent " + sent + ", acknowledged " + acked + ", consumed " + consumed + ", lost " + lost
                + ", duplicates " + duplicates + ", consumed without acknowledgement " + unackedConsumed;
    }
}
