package io.ringmq.raft;

/** What this node is in its group. */
public enum RaftRole {
    LEADER,
    FOLLOWER,
    CANDIDATE,
    /** Replicates but does not vote. */
    LEARNER,
    /** Leads, but takes no proposals while it hands leadership over. */
    TRANSFERRING,
    /** Stopped by an error; see {@link RaftStatus#failure()}. */
    FAILED,
    CLOSED
}
