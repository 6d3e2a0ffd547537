package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.BrokerAddresses;
import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.ClusterInfo;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Serves 106, GET_BROKER_CLUSTER_INFO: every live broker, by name and by cluster. */
public final class ClusterInfoHandler implements RequestHandler {
    private final LiveRoutes routes;

    public ClusterInfoHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Map<String, BrokerData> byName = new TreeMap<>();
        Map<String, List<String>> namesByCluster = new TreeMap<>();
        for (BrokerAddresses brokers : routes.current().brokers()) {
            byName.put(brokers.brokerName(), RouteBodies.brokerData(brokers));
            namesByCluster
                    .computeIfAbsent(brokers.cluster(), cluster -> new ArrayList<>())
                    .add(brokers.brokerName());
        }
        ClusterInfo info = new ClusterInfo(byName, namesByCluster);
        responder.reply(
                request.reply(ResponseCode.SUCCESS, null).withBody(info.encode(RouteBodies.style(request, false))));
    }
}
