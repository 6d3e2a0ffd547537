package io.ringmq.raft;

import java.util.List;

/**
 * The members of a group at one moment.
 *
 * @param voters in the order of the configuration; empty on a node that waits to be added
 * @param learners replicate and do not vote
 * @param progress what the leader knows of the others; empty on other nodes
 */
public record MembershipView(List<RaftPeer> voters, List<RaftPeer> learners, List<Progress> progress) {

    public MembershipView {
        voters = List.copyOf(voters);
        learners = List.copyOf(learners);
        progress = List.copyOf(progress);
    }

    /**
     * How far a member is, as its leader sees it.
     *
     * @param matchIndex last index known to be in its log; 0 as long as that is not known
     * @param lagEntries entries of the leader's log that it lacks, or may lack
     * @param lagBytes the same in bytes
     * @param lastContactMs time since the sending of the last request that it has answered; {@link #NEVER} if there is none
     */
    public record Progress(
            RaftPeer peer, boolean voter, long matchIndex, long lagEntries, long lagBytes, long lastContactMs) {

        public static final long NEVER = Long.MAX_VALUE;

        /** A member that is further behind is not given a vote. */
        public static final long CLOSE_ENTRIES = 1_000;

        /** As {@link #CLOSE_ENTRIES}, in bytes. */
        public static final long CLOSE_BYTES = 16 << 20;

        /** Whether it lacks so little that it can vote without holding the group up. */
        public boolean isCloseToLeader() {
            return matchIndex > 0 && lagEntries <= CLOSE_ENTRIES && lagBytes <= CLOSE_BYTES;
        }
    }
}
