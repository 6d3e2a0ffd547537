package io.ringmq.raft;

import io.ringmq.raft.snapshot.Snapshots;

/** What operators ask of a group on this node. Thread-safe; no method blocks. */
public interface GroupOperations {

    /** The snapshots of this replica. */
    Snapshots snapshots();

    /** Whether this node stands for election. */
    Candidacy candidacy();
}
