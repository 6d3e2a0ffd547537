package io.ringmq.raft;

/** The records of one proposal do not fit one log entry; retrying cannot help. */
public final class TooLargeException extends ProposalException {

    private static final long serialVersionUID = 1L;

    public TooLargeException(long sizeBytes, long limitBytes) {
        super("proposal of " + sizeBytes + " bytes exceeds the limit of " + limitBytes + " bytes for one log entry");
    }
}
