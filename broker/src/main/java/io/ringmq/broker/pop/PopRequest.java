package io.ringmq.broker.pop;

import io.ringmq.broker.filter.MessageFilter;
import io.ringmq.remoting.header.PopMessageHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;

/**
 * A pop on its way to its answer, checked.
 *
 * @param deadlineMs until when it waits for messages
 */
record PopRequest(
        Command request, Responder responder, PopMessageHeader header, MessageFilter filter, long deadlineMs) {
    /** What pops in order are told apart by; empty if this is none of them, or has none. */
    String attemptId() {
        String attemptId = header.attemptId();
        return header.order() && attemptId != null ? attemptId : "";
    }

    void fail(RuntimeException failure) {
        responder.reply(request.reply(ResponseCode.SYSTEM_ERROR, "the broker failed on this pop: " + failure));
    }
}
