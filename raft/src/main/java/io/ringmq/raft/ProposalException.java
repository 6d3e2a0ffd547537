package io.ringmq.raft;

/**
 * Why a proposal was not applied. As {@link NotLeaderException}, {@link BusyException} or {@link TooLargeException} it
 * says that nothing was appended; as {@link OutcomeUnknownException} that nobody knows yet.
 */
public class ProposalException extends RaftException {

    private static final long serialVersionUID = 1L;

    public ProposalException(String message) {
        super(message, false);
    }
}
