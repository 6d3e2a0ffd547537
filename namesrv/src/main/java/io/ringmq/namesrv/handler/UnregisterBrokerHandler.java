package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.header.UnregisterBrokerHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** Serves 104, UNREGISTER_BROKER: a broker stops. */
public final class UnregisterBrokerHandler implements RequestHandler {
    private final LiveRoutes routes;

    public UnregisterBrokerHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        UnregisterBrokerHeader header = UnregisterBrokerHeader.parse(request);
        routes.apply((table, nowMs) -> table.unregister(header.brokerName(), header.brokerAddress(), nowMs));
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
