package io.ringmq.raft;

import io.ringmq.raft.snapshot.Snapshots;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What operators ask of a group on this node. Thread-safe; no method blocks. */
public interface GroupOperations {

    /** The snapshots of this replica. */
    Snapshots snapshots();

    /**
     * Hands leadership over. Completes when this node has seen the new leader, fails with {@link RaftException} if the
     * target does not take over in about an election timeout; leadership then stays here.
     *
     * @param target a member, or null for the follower that is most caught up
     */
    CompletableFuture<Void> transferLeadership(@Nullable RaftPeer target);
}
