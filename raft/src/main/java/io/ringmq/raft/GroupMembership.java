package io.ringmq.raft;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a group, and changing it. Members are those of the configuration in the log; changes go through the
 * log, one at a time, and are made by the leader. Changes of voters use joint consensus (Ongaro's thesis, section 4.3).
 * Thread-safe; no method waits for the network.
 *
 * <p>A change ends with {@link NotLeaderException} if another node leads, and with {@link MembershipException}, which
 * gives the reason, if it is refused or was not seen to its end.
 */
public interface GroupMembership {

    /** The voters as this node knows them, in the order of the configuration; none on a node that waits to be added. */
    List<RaftPeer> voters();

    /** The members as this node knows them, and on the leader how far each of them is. */
    MembershipView view();

    /**
     * Adds a node that receives the log without a vote. It must run, be reachable and wait to be added. Completes when
     * the change is committed; the log follows.
     */
    CompletableFuture<Void> addLearner(RaftPeer peer);

    /**
     * Gives a learner a vote. It must have caught up, see {@link MembershipView.Progress#isCloseToLeader}. Completes when
     * the change is committed.
     *
     * <p>Takes two entries of the log: in between the node is no member. A leader that fails there leaves it so, and it
     * has to be added again.
     */
    CompletableFuture<Void> promote(RaftPeer peer);

    /**
     * Removes a voter or a learner. Completes when the change is committed. A leader that is to remove itself hands over
     * instead and ends with a {@link NotLeaderException} that names its successor, which is to be asked.
     */
    CompletableFuture<Void> remove(RaftPeer peer);

    /**
     * Hands leadership over. Completes when this node has seen the new leader, fails with {@link RaftException} if the
     * target does not take over in about an election timeout; leadership then stays here, until a target that stood still
     * goes on and takes it after all.
     *
     * @param target a member, or null for the follower that is most caught up
     */
    CompletableFuture<Void> transferLeadership(@Nullable RaftPeer target);
}
