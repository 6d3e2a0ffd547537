package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.body.BrokerMemberGroup;
import io.ringmq.remoting.header.GetBrokerMemberGroupHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.Map;

/** Serves 901, GET_BROKER_MEMBER_GROUP; an unknown broker name has no members. */
public final class BrokerMembersHandler implements RequestHandler {
    private final LiveRoutes routes;

    public BrokerMembersHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        GetBrokerMemberGroupHeader header = GetBrokerMemberGroupHeader.parse(request);
        Map<Long, String> addresses = routes.current()
                .brokers(header.brokerName())
                .filter(brokers -> brokers.cluster().equals(header.clusterName()))
                .<Map<Long, String>>map(brokers -> brokers.byId())
                .orElse(Map.of());
        BrokerMemberGroup members = new BrokerMemberGroup(header.clusterName(), header.brokerName(), addresses);
        responder.reply(
                request.reply(ResponseCode.SUCCESS, null).withBody(members.encode(RouteBodies.style(request, false))));
    }
}
