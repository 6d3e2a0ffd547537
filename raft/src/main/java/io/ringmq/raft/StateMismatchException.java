package io.ringmq.raft;

import io.ringmq.store.commitlog.CommitLog;

/**
 * The applier's state and the log do not fit together. The state is ahead if the log lost a suffix that the state has
 * seen (an ASYNC log after a power loss); it is behind if it was removed, while the log begins after its place. Either way
 * the state must be made anew, from the newest snapshot if there is one, else from the log.
 */
public final class StateMismatchException extends RaftStartException {

    private static final long serialVersionUID = 1L;

    StateMismatchException(String group, long appliedIndex, CommitLog log) {
        super("group " + group + ": the state has applied up to index " + appliedIndex + " but the log holds "
                + log.firstIndex() + " to " + log.lastIndex()
                + "; discard the state and let it be made anew from the newest snapshot and the log");
    }
}
