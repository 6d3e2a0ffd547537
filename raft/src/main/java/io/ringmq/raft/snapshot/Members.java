package io.ringmq.raft.snapshot;

import java.util.List;

/**
 * The configuration in force at a log position, each member in JRaft's text form.
 *
 * @param voters who votes
 * @param learners who only receives
 * @param oldVoters voters before the change under way; empty if there is none
 * @param oldLearners learners before the change under way
 */
public record Members(List<String> voters, List<String> learners, List<String> oldVoters, List<String> oldLearners) {

    public Members {
        voters = List.copyOf(voters);
        learners = List.copyOf(learners);
        oldVoters = List.copyOf(oldVoters);
        oldLearners = List.copyOf(oldLearners);
    }
}
