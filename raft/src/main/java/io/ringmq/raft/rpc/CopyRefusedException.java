package io.ringmq.raft.rpc;

/** A request of a copy can not be served; the message, which reaches the requester, says why. */
public final class CopyRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CopyRefusedException(String message) {
        super(message);
    }
}
