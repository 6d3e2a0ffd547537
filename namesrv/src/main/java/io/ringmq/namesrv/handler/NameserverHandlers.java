package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import java.util.Map;

/** Every request code the nameserver serves. */
public final class NameserverHandlers {
    private NameserverHandlers() {}

    /**
     * Workers serve what touches the disk or grows with the number of topics; the rest is served on arrival.
     *
     * @param configuration what the nameserver was started with, by key
     */
    public static HandlerTable table(LiveRoutes routes, KvStore settings, Map<String, String> configuration) {
        HandlerTable.Builder table = HandlerTable.builder();
        table.on(RequestCode.GET_ROUTEINFO_BY_TOPIC, new RouteInfoHandler(routes, settings))
                .onWorker(RequestCode.REGISTER_BROKER, new RegisterBrokerHandler(routes, settings));
        brokers(table, routes);
        lists(table, routes);
        settings(table, settings);
        table.on(RequestCode.GET_NAMESRV_CONFIG, ConfigHandlers.get(configuration))
                .on(RequestCode.UPDATE_NAMESRV_CONFIG, ConfigHandlers.update());
        return table.build();
    }

    private static void brokers(HandlerTable.Builder table, LiveRoutes routes) {
        table.on(RequestCode.UNREGISTER_BROKER, new UnregisterBrokerHandler(routes))
                .on(RequestCode.BROKER_HEARTBEAT, new BrokerHeartbeatHandler(routes))
                .on(RequestCode.QUERY_DATA_VERSION, new DataVersionHandler(routes))
                .on(RequestCode.GET_BROKER_MEMBER_GROUP, new BrokerMembersHandler(routes))
                .on(RequestCode.WIPE_WRITE_PERM_OF_BROKER, new WipeWritePermHandler(routes))
                .on(RequestCode.ADD_WRITE_PERM_OF_BROKER, new AddWritePermHandler(routes))
                .on(RequestCode.DELETE_TOPIC_IN_NAMESRV, new DeleteTopicHandler(routes));
    }

    private static void lists(HandlerTable.Builder table, LiveRoutes routes) {
        TopicListHandler topics = new TopicListHandler(routes);
        table.onWorker(RequestCode.GET_BROKER_CLUSTER_INFO, new ClusterInfoHandler(routes))
                .onWorker(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, topics)
                .onWorker(RequestCode.GET_TOPICS_BY_CLUSTER, topics)
                .onWorker(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_NS, new SystemTopicListHandler(routes))
                .onWorker(RequestCode.GET_UNIT_TOPIC_LIST, UnitTopicListHandler.ofUnits(routes))
                .onWorker(RequestCode.GET_HAS_UNIT_SUB_TOPIC_LIST, UnitTopicListHandler.subscribed(routes))
                .onWorker(
                        RequestCode.GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST,
                        UnitTopicListHandler.subscribedOfNoUnit(routes));
    }

    private static void settings(HandlerTable.Builder table, KvStore settings) {
        table.onWorker(RequestCode.PUT_KV_CONFIG, new PutKvConfigHandler(settings))
                .onWorker(RequestCode.DELETE_KV_CONFIG, new DeleteKvConfigHandler(settings))
                .onWorker(RequestCode.GET_KVLIST_BY_NAMESPACE, new KvListHandler(settings))
                .on(RequestCode.GET_KV_CONFIG, new GetKvConfigHandler(settings));
    }
}
