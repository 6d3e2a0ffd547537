package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.header.WipeWritePermHeader;
import io.ringmq.remoting.header.WipeWritePermResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** Serves 205, WIPE_WRITE_PERM_OF_BROKER: producers are to leave a broker group. Answers how many topics it has. */
public final class WipeWritePermHandler implements RequestHandler {
    private final LiveRoutes routes;

    public WipeWritePermHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String brokerName = WipeWritePermHeader.parse(request).brokerName();
        routes.apply((table, nowMs) -> table.wipeWritePermission(brokerName));
        int topics = routes.current().topicCount(brokerName);
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withHeader(new WipeWritePermResponseHeader(topics)));
    }
}
