package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.header.AddWritePermHeader;
import io.ringmq.remoting.header.AddWritePermResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** Serves 327, ADD_WRITE_PERM_OF_BROKER: undoes 205. Answers how many topics the broker group has. */
public final class AddWritePermHandler implements RequestHandler {
    private final LiveRoutes routes;

    public AddWritePermHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String brokerName = AddWritePermHeader.parse(request).brokerName();
        routes.apply((table, nowMs) -> table.addWritePermission(brokerName));
        int topics = routes.current().topicCount(brokerName);
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withHeader(new AddWritePermResponseHeader(topics)));
    }
}
