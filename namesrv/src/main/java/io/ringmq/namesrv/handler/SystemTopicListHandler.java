package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.BrokerAddresses;
import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.body.TopicList;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Serves 304, GET_SYSTEM_TOPIC_LIST_FROM_NS: every cluster and broker has a topic of its name, and one broker's address
 * tells the tool whom to ask for the rest.
 */
public final class SystemTopicListHandler implements RequestHandler {
    private final LiveRoutes routes;

    public SystemTopicListHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        SortedSet<String> names = new TreeSet<>();
        String address = null;
        for (BrokerAddresses brokers : routes.current().brokers()) {
            names.add(brokers.cluster());
            names.add(brokers.brokerName());
            if (address == null) {
                address = brokers.byId().values().iterator().next();
            }
        }
        TopicList topics = new TopicList(List.copyOf(names), address);
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(topics.encode()));
    }
}
