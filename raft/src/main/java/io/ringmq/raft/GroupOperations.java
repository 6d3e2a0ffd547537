package io.ringmq.raft;

import io.ringmq.raft.snapshot.Snapshots;

/** What operators ask of a group on this node. Thread-safe; no method blocks except {@link #mend}. */
public interface GroupOperations {

    /** The snapshots of this replica. */
    Snapshots snapshots();

    /** Whether this node stands for election. */
    Candidacy candidacy();

    /**
     * Mends damage in this replica's log with the bytes of another replica. Blocks for the network, some seconds at most
     * for each replica that does not answer.
     *
     * @param damagedOffset physical offset where the damage begins, as {@link
     *     io.ringmq.store.commitlog.CommitLog#scrub} says
     * @return whether that place is sound now; if not, the log says why
     */
    boolean mend(long damagedOffset);
}
