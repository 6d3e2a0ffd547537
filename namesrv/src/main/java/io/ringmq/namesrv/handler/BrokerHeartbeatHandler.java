package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.header.BrokerHeartbeatHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** Serves 904, BROKER_HEARTBEAT: a sign of life between two registrations. Unknown brokers are not told so. */
public final class BrokerHeartbeatHandler implements RequestHandler {
    private final LiveRoutes routes;

    public BrokerHeartbeatHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        BrokerHeartbeatHeader header = BrokerHeartbeatHeader.parse(request);
        String connection = responder.connection().id();
        routes.apply((table, nowMs) -> table.heartbeat(header.brokerName(), header.brokerAddress(), connection, nowMs));
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
