package io.ringmq.broker.pop;

import io.ringmq.remoting.header.PollingInfoHeader;
import io.ringmq.remoting.header.PollingInfoResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** POLLING_INFO (200055): how many pops of a group wait for messages of a topic on this node. */
final class PollingInfoHandler implements RequestHandler {
    private final PopChecks checks;
    private final PopPolling polling;

    PollingInfoHandler(PopChecks checks, PopPolling polling) {
        this.checks = checks;
        this.polling = polling;
    }

    @Override
    public void handle(Command request, Responder responder) {
        PollingInfoHeader header = PollingInfoHeader.parse(request);
        checks.requireTopic(header.topic());
        int waiting = polling.waiting(header.consumerGroup(), header.topic());
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withHeader(new PollingInfoResponseHeader(waiting)));
    }
}
