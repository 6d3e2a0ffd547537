package io.ringmq.broker.client;

import io.ringmq.broker.group.ConsumerGroups;
import io.ringmq.remoting.header.GetConsumerRunningInfoHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** GET_CONSUMER_RUNNING_INFO (307): what a consumer says of itself. */
public final class RunningInfoHandler implements RequestHandler {
    private final ClientCalls calls;

    public RunningInfoHandler(ConsumerGroups groups) {
        calls = new ClientCalls(groups);
    }

    @Override
    public void handle(Command request, Responder responder) {
        GetConsumerRunningInfoHeader header = GetConsumerRunningInfoHeader.parse(request);
        Command onward = Command.request(RequestCode.GET_CONSUMER_RUNNING_INFO, request.fields());
        calls.passOn(request, responder, header.consumerGroup(), header.clientId(), onward);
    }
}
