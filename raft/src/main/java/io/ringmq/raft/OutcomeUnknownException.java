package io.ringmq.raft;

/**
 * The entry may have been appended and may still commit: the leader stepped down or the node is stopping. A retry can
 * apply the records twice.
 */
public final class OutcomeUnknownException extends ProposalException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message) {
        super(message);
    }
}
