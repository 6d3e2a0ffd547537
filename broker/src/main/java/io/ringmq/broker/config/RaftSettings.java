package io.ringmq.broker.config;

/**
 * Elections and batching.
 *
 * @param electionTimeoutMs silence of the leader after which a follower stands for election
 * @param electionJitterMs random extra wait before an election
 * @param heartbeatsPerElectionTimeout heartbeats within one election timeout
 * @param maxBatchBytes upper bound of one batch of requests
 * @param maxBatchesInFlight batches under way per ring
 * @param maxPendingBytes bytes of requests that wait for replication, per ring
 */
public record RaftSettings(
        int electionTimeoutMs,
        int electionJitterMs,
        int heartbeatsPerElectionTimeout,
        int maxBatchBytes,
        int maxBatchesInFlight,
        long maxPendingBytes) {

    static RaftSettings of(Settings values) {
        return new RaftSettings(
                values.get(Keys.ELECTION_TIMEOUT_MS),
                values.get(Keys.ELECTION_JITTER_MS),
                values.get(Keys.HEARTBEATS_PER_TIMEOUT),
                Math.toIntExact(values.get(Keys.MAX_BATCH_BYTES)),
                values.get(Keys.MAX_BATCHES_IN_FLIGHT),
                values.get(Keys.MAX_PENDING_BYTES));
    }
}
