package io.ringmq.raft;

/**
 * Election timing of a group; the same on all members.
 *
 * <p>A dead leader is detected after one to about two election timeouts. The timeout must stay well above the longest
 * pause of a process plus a round trip plus one fsync.
 *
 * @param electionTimeoutMs silence after which a follower asks for an election
 * @param maxElectionDelayMs upper bound of the random delay added to it, which keeps candidates apart
 * @param heartbeatFactor heartbeats per election timeout
 */
public record RaftTiming(int electionTimeoutMs, int maxElectionDelayMs, int heartbeatFactor) {

    public RaftTiming {
        if (electionTimeoutMs < 50) {
            throw new IllegalArgumentException("electionTimeoutMs " + electionTimeoutMs + " is below 50");
        }
        if (maxElectionDelayMs < 1) {
            throw new IllegalArgumentException("maxElectionDelayMs " + maxElectionDelayMs + " is below 1");
        }
        if (heartbeatFactor < 2 || heartbeatFactor > 100) {
            throw new IllegalArgumentException("heartbeatFactor " + heartbeatFactor + " is not in 2..100");
        }
    }

    /** 500 ms, 150 ms, 5 heartbeats. */
    public static RaftTiming defaults() {
        return new RaftTiming(500, 150, 5);
    }
}
