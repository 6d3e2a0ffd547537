package io.ringmq.raft;

import com.alipay.sofa.jraft.entity.PeerId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who leads, as the apply thread has seen it, in order with the log. The methods that change it run on that thread,
 * except {@link #failed}.
 */
final class Leadership {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final String group;
    private final RaftPeer self;
    private final LogApplier applier;
    private final AtomicBoolean failedOnce = new AtomicBoolean();
    private volatile CompletableFuture<Void> handover = new CompletableFuture<>();
    private volatile @Nullable Accumulator accumulator;
    private volatile @Nullable RaftPeer leader;
    private volatile @Nullable Throwable failure;
    private volatile long leadingTerm;

    Leadership(String group, RaftPeer self, LogApplier applier) {
        this.group = group;
        this.self = self;
        this.applier = applier;
    }

    /** This node. */
    RaftPeer self() {
        return self;
    }

    /** Set once, before the node starts. */
    void attach(Accumulator proposals) {
        accumulator = proposals;
    }

    void started(long term) {
        LOG.info("{} leads group {} in term {}", self, group, term);
        leader = self;
        leadingTerm = term;
        Accumulator proposals = accumulator;
        if (proposals != null) {
            proposals.start(term);
        }
        // Leading again in the same term: nobody took over.
        endHandovers(new RaftException("group " + group + ": the target did not take over leadership in time"));
        applier.leaderChanged(self, term);
        applier.leaderStarted(term);
    }

    void stopped() {
        long term = leadingTerm;
        leadingTerm = 0;
        Accumulator proposals = accumulator;
        if (proposals != null) {
            proposals.stop();
        }
        if (term != 0) {
            LOG.info("{} leads group {} no more (term {})", self, group, term);
            leader = null;
            applier.leaderStopped(term);
        }
    }

    void following(PeerId peer, long term) {
        RaftPeer newLeader = Peers.of(peer);
        leader = newLeader;
        LOG.info("{} follows {} in group {}, term {}", self, newLeader, group, term);
        endHandovers(null);
        applier.leaderChanged(newLeader, term);
    }

    void unknown(long term) {
        leader = null;
        applier.leaderChanged(null, term);
    }

    void failed(Throwable cause) {
        if (!failedOnce.compareAndSet(false, true)) {
            return;
        }
        LOG.error("Group {} has stopped on {}", group, self, cause);
        failure = cause;
        leadingTerm = 0;
        Accumulator proposals = accumulator;
        if (proposals != null) {
            proposals.stop();
        }
        applier.failed(cause);
    }

    /** Completes when another node leads; fails when this node leads again. */
    CompletableFuture<Void> handover() {
        return handover.copy();
    }

    private void endHandovers(@Nullable RaftException cause) {
        CompletableFuture<Void> ended = handover;
        handover = new CompletableFuture<>();
        if (cause == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(cause);
        }
    }

    /** The term this node leads in and has applied the first entry of; 0 if none. */
    long leadingTerm() {
        return leadingTerm;
    }

    @Nullable
    RaftPeer leader() {
        return leader;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    ProposalException notLeading() {
        RaftPeer known = leader;
        return new NotLeaderException(group, self.equals(known) ? null : known);
    }
}
