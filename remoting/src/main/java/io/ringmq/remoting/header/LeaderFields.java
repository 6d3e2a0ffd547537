package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;

/**
 * Header fields of RingMQ's own, by which a client that knows of leaders finds one. Stock clients neither send nor read
 * them.
 */
public final class LeaderFields {
    /** In a response with code 14: the client address of the leader, {@code host:port}. */
    public static final String ADDRESS = "leaderAddr";

    /** Present in a response with code 14 when the leader itself takes no writes: another node would not either. */
    public static final String WRITES_CLOSED = "writesClosed";

    private static final String REDIRECT = "redirect";
    private static final String RELAYED = "relayed";

    private LeaderFields() {}

    /** The same request from a sender that follows {@link #ADDRESS}: no node is to pass it on in its place. */
    public static Command redirectable(Command request) {
        return request.withField(REDIRECT, "true");
    }

    /** Whether the sender wants to hear where the leader is, rather than have the request passed on. */
    public static boolean isRedirectable(Command request) {
        return request.fields().containsKey(REDIRECT);
    }

    /** The same request, passed on by a node of the ring on behalf of a client that could not know the leader. */
    public static Command relayed(Command request) {
        return request.withField(RELAYED, "true");
    }

    /** Whether a node of the ring passed the request on, so that it may be older than others of the same client. */
    public static boolean isRelayed(Command request) {
        return request.fields().containsKey(RELAYED);
    }
}
