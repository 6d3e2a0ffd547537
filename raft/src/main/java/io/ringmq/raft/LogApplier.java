package io.ringmq.raft;

import org.jspecify.annotations.Nullable;

/**
 * The state machine of a group, as seen from the log. Except for {@link #appliedIndex()} and {@link #failed} the methods
 * are called by one thread at a time in log order; none may block for long, because the whole group waits behind it.
 *
 * <p>An exception out of any method stops the group on this node: an entry is never skipped.
 */
public interface LogApplier {

    /**
     * The last index whose effects the state holds durably enough to start from; asked once, when the group is opened.
     * 0 if there is none.
     */
    long appliedIndex();

    /** Applies one DATA entry. Indices rise, with gaps where Raft keeps entries of its own. */
    void apply(CommittedEntry entry, RecordResults results);

    /**
     * The entries since the last call belong together: write them now. Their callbacks are completed after this
     * returns.
     */
    void endOfRun();

    /** This node leads; every entry of earlier terms is applied. Proposals are accepted from now on. */
    void leaderStarted(long term);

    /** This node leads no more. Called late: proposals are refused from the moment leadership is lost. */
    void leaderStopped(long term);

    /** The group has another leader, or (null) none that this node knows of. */
    void leaderChanged(@Nullable RaftPeer leader, long term);

    /**
     * The voters have changed, or their change is committed and about to be completed; {@link RaftGroup#membership()}
     * tells who they are now. Also called for changes of long ago when the log is applied again.
     */
    default void votersChanged() {}

    /** The group has stopped on this node for good; only a restart helps. Called once, by any thread. */
    void failed(Throwable cause);
}
