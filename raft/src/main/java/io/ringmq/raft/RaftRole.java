package io.ringmq.raft;

/** What this node is in its group. */
public enum RaftRole {
    LEADER,
    FOLLOWER,
    CANDIDATE,
    /** Replicates but does not vote. */
    LEARNER,
    /** Is no member: waits to be added, or was removed. */
    OUTSIDER,
    /**
     * Has a vote by the logs of its peers, but an empty log of its own: it takes no part until it is removed and added
     * again.
     */
    HELD_BACK,
    /** Follows, but neither votes nor leads until it has caught up: the end of its log may have been lost. */
    IN_DOUBT,
    /** Leads, but takes no proposals while it hands leadership over. */
    TRANSFERRING,
    /** Stopped by an error; see {@link RaftStatus#failure()}. */
    FAILED,
    CLOSED
}
