package io.ringmq.remoting.transport;

import io.ringmq.remoting.protocol.Command;

/** Handles requests of one or more codes. Called by many threads at once. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Answers through the responder, now or later. Must not block when registered for the event loop.
     *
     * <p>A CommandException thrown is answered with its code and remark, any other exception with SYSTEM_ERROR and
     * an ERROR log line; unless the request was answered already.
     */
    void handle(Command request, Responder responder);
}
