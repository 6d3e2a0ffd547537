package io.ringmq.raft;

/** A {@link RaftGroup#readBarrier()} could not be established. Reads after it may be stale; retry. */
public final class ReadBarrierException extends RaftException {

    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    public enum Reason {
        /** The leader is unknown, unreachable, or has not committed in its term yet. */
        NO_LEADER,
        /** The leader could not confirm itself, or this replica did not catch up, within the limit. */
        TIMEOUT,
        /** The group is closing or has failed. */
        STOPPED
    }

    private final Reason reason;

    public ReadBarrierException(Reason reason, String message) {
        super(message, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
