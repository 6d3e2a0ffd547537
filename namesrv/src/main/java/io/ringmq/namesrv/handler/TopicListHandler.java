package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.body.TopicList;
import io.ringmq.remoting.header.TopicsByClusterHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;

/** Serves 206, GET_ALL_TOPIC_LIST_FROM_NAMESERVER, and 224, GET_TOPICS_BY_CLUSTER. */
public final class TopicListHandler implements RequestHandler {
    private final LiveRoutes routes;

    public TopicListHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String cluster = request.code() == RequestCode.GET_TOPICS_BY_CLUSTER
                ? TopicsByClusterHeader.parse(request).clusterName()
                : null;
        TopicList topics = new TopicList(List.copyOf(routes.current().topics(cluster)), null);
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(topics.encode()));
    }
}
