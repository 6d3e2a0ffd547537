package io.ringmq.raft;

/**
 * The applier claims an applied index the log does not reach: the log lost a suffix the state has seen (an ASYNC log
 * after a power loss), or the state belongs to another log. The state must be rebuilt from the log.
 */
public final class AppliedBeyondLogException extends RaftStartException {

    private static final long serialVersionUID = 1L;

    private final long appliedIndex;
    private final long lastLogIndex;

    public AppliedBeyondLogException(String group, long appliedIndex, long lastLogIndex) {
        super("group " + group + ": the state has applied up to index " + appliedIndex + " but the log ends at "
                + lastLogIndex + "; discard the state and let it be rebuilt from the log");
        this.appliedIndex = appliedIndex;
        this.lastLogIndex = lastLogIndex;
    }

    public long appliedIndex() {
        return appliedIndex;
    }

    public long lastLogIndex() {
        return lastLogIndex;
    }
}
