package io.ringmq.raft;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Whether this node stands for election in its group. One that does not asks for no votes and takes no leadership that is
 * handed to it; it votes, replicates and serves as before. It stands again, whatever the reasons, once the group has been
 * without a leader for ten election timeouts: its log may be the only one that can win. Then it hands over as soon as
 * another can lead. Nothing of it outlives the process. Thread-safe; no method blocks.
 */
public interface Candidacy {

    /**
     * Stands no more, for this reason beside others that there may be, until {@link #resume}; hands leadership over if it
     * leads, and tries again as long as it leads.
     *
     * @param reason shown to operators
     * @return completes when another leads, at once if this node does not lead; fails with {@link RaftException} if the
     *     first attempt to hand over failed
     */
    CompletableFuture<Void> withhold(String reason);

    /** Takes a reason back; nothing happens if it was not given. */
    void resume(String reason);

    /** Why this node does not stand for election; empty if it does. */
    Set<String> reasons();
}
