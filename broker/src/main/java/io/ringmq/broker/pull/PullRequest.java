package io.ringmq.broker.pull;

import io.ringmq.broker.filter.MessageFilter;
import io.ringmq.broker.state.TopicQueue;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;

/** A pull on its way to its answer, its header parsed and its filter known. */
record PullRequest(Command request, Responder responder, PullMessageHeader header, MessageFilter filter) {
    TopicQueue queue() {
        return new TopicQueue(header.topic(), header.queueId());
    }

    void fail(RuntimeException failure) {
        responder.reply(request.reply(ResponseCode.SYSTEM_ERROR, "the broker failed on this pull: " + failure));
    }
}
