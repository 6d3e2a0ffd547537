package io.ringmq.raft;

/** A change of members was refused, or did not come to its end. The message says why and what to do. */
public final class MembershipException extends RaftException {

    private static final long serialVersionUID = 1L;

    /** What stood against the change. */
    public enum Reason {
        /** Another change is under way. */
        BUSY,
        /** The peer is no member, or not of the kind the change is about. */
        UNKNOWN_PEER,
        ALREADY_MEMBER,
        /** No connection to the peer that is to be added. */
        UNREACHABLE,
        /** The peer lacks too much of the log, or does not answer now. */
        LAGS,
        /** Fewer live voters would be left than a majority needs. */
        NO_QUORUM,
        LAST_VOTER,
        /** It failed under way; the present members tell what has become of it. */
        FAILED
    }

    private final Reason reason;

    public MembershipException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
