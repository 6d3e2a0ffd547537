package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.header.DeleteTopicFromNamesrvHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** Serves 216, DELETE_TOPIC_IN_NAMESRV: tools send it after they deleted the topic on its brokers. */
public final class DeleteTopicHandler implements RequestHandler {
    private final LiveRoutes routes;

    public DeleteTopicHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        DeleteTopicFromNamesrvHeader header = DeleteTopicFromNamesrvHeader.parse(request);
        routes.apply((table, nowMs) -> table.deleteTopic(header.topic(), header.clusterName()));
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
