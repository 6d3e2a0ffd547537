package io.ringmq.raft.snapshot;

import java.nio.file.Path;

/** The state that a group's log adds up to on this node, as its snapshots need it. */
public interface ReplicaState {

    /** The last index whose effects the state shows. */
    long appliedIndex();

    /** Makes the state durable; called by any thread ahead of {@link #checkpoint} to leave it little to do. */
    void flush();

    /**
     * Leaves a copy of the state, as of {@link #appliedIndex()}, in a directory that does not exist yet. Called on the
     * apply thread, so nothing is applied meanwhile; should be a matter of links and not of copies.
     */
    void checkpoint(Path directory);
}
