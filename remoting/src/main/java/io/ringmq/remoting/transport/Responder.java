package io.ringmq.remoting.transport;

import io.ringmq.remoting.protocol.Command;

/** Carries the answer to one request. Thread-safe. */
public interface Responder {
    /** The connection the request came over. */
    Connection connection();

    /**
     * Sends the answer, from any thread and at any later time, once. The request's bytes count against the
     * connection's in-flight bound until then. The answer to a oneway request, or over a closed connection, is dropped.
     *
     * @param response made by {@link Command#reply}
     * @throws IllegalStateException if the request was answered before
     */
    void reply(Command response);
}
