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

    private LeaderFields() {}

    /** The same request from a sender that follows {@link #ADDRESS}: no node is to pass it on in its place. */
    public static Command redirectable(Command request) {
        return request.withField(REDIRECT, "true");
    }

    /** Whether the sender wants to hear where the leader is, rather than have the request passed on. */
    public static boolean isRedirectable(Command request) {
        return request.fields().containsKey(REDIRECT);
    }
}
