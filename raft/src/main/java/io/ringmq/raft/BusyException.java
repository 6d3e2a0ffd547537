package io.ringmq.raft;

/** A bound on pending work was reached, or leadership is being handed over; nothing was appended, retry later. */
public final class BusyException extends ProposalException {

    private static final long serialVersionUID = 1L;

    public BusyException(String message) {
        super(message);
    }
}
