package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.namesrv.route.TopicLocation;
import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.QueueData;
import io.ringmq.remoting.body.TopicRoute;
import io.ringmq.remoting.header.GetRouteInfoHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;

/** Serves 105, GET_ROUTEINFO_BY_TOPIC, in the form of JSON that the client's release reads. */
public final class RouteInfoHandler implements RequestHandler {
    private final LiveRoutes routes;
    private final KvStore settings;

    public RouteInfoHandler(LiveRoutes routes, KvStore settings) {
        this.routes = routes;
        this.settings = settings;
    }

    @Override
    public void handle(Command request, Responder responder) {
        GetRouteInfoHeader header = GetRouteInfoHeader.parse(request);
        List<TopicLocation> locations = routes.current().route(header.topic());
        if (locations.isEmpty()) {
            throw new CommandException(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "No topic route info in name server for the topic: " + header.topic()
                            + ". No broker has it: create it, or allow brokers to create topics on first use.");
        }
        TopicRoute route = route(header.topic(), locations);
        responder.reply(request.reply(ResponseCode.SUCCESS, null)
                .withBody(route.encode(RouteBodies.style(request, header.acceptStandardJsonOnly()))));
    }

    private TopicRoute route(String topic, List<TopicLocation> locations) {
        String order = settings.current()
                .get(RegisterBrokerHandler.ORDER_TOPIC_CONFIG, topic)
                .orElse(null);
        List<QueueData> queues = locations.stream().map(RouteBodies::queueData).toList();
        List<BrokerData> brokers = locations.stream()
                .map(location -> RouteBodies.brokerData(location.brokers()))
                .toList();
        return new TopicRoute(order, queues, brokers);
    }
}
