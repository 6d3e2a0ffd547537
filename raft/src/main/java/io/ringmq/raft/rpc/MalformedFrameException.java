package io.ringmq.raft.rpc;

/** Bytes on a peer connection that are not of our protocol; the connection is closed. */
final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }
}
