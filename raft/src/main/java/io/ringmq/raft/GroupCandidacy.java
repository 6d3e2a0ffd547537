package io.ringmq.raft;

import io.ringmq.raft.watch.Fitness;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link Candidacy} of a group's node; what follows from it is decided by its {@link Fitness}. */
final class GroupCandidacy implements Candidacy {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCandidacy.class);

    private final RaftGroup group;
    private final Fitness fitness;

    GroupCandidacy(RaftGroup group, Fitness fitness) {
        this.group = group;
        this.fitness = fitness;
    }

    @Override
    public CompletableFuture<Void> withhold(String reason) {
        if (fitness.withhold(reason)) {
            LOG.info("Group {}: {} does not stand for election: {}", group.name(), group.self(), reason);
        }
        return group.isLeader() ? group.membership().transferLeadership(null) : CompletableFuture.completedFuture(null);
    }

    @Override
    public void resume(String reason) {
        if (fitness.resume(reason)) {
            LOG.info("Group {}: {} is no reason any more not to stand for election", group.name(), reason);
        }
    }

    @Override
    public Set<String> reasons() {
        return fitness.reasons();
    }
}
