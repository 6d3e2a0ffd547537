package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;

/** Every request code the nameserver serves. */
public final class NameserverHandlers {
    private NameserverHandlers() {}

    /** Workers serve what touches the disk or grows with the number of topics; the rest is served on arrival. */
    public static HandlerTable table(LiveRoutes routes, KvStore settings) {
        HandlerTable.Builder table = HandlerTable.builder();
        brokers(table, routes);
        settings(table, settings);
        return table.build();
    }

    private static void brokers(HandlerTable.Builder table, LiveRoutes routes) {
        table.on(RequestCode.UNREGISTER_BROKER, new UnregisterBrokerHandler(routes))
                .on(RequestCode.BROKER_HEARTBEAT, new BrokerHeartbeatHandler(routes))
                .on(RequestCode.WIPE_WRITE_PERM_OF_BROKER, new WipeWritePermHandler(routes))
                .on(RequestCode.ADD_WRITE_PERM_OF_BROKER, new AddWritePermHandler(routes))
                .on(RequestCode.DELETE_TOPIC_IN_NAMESRV, new DeleteTopicHandler(routes));
    }

    private static void settings(HandlerTable.Builder table, KvStore settings) {
        table.onWorker(RequestCode.PUT_KV_CONFIG, new PutKvConfigHandler(settings))
                .onWorker(RequestCode.DELETE_KV_CONFIG, new DeleteKvConfigHandler(settings))
                .on(RequestCode.GET_KV_CONFIG, new GetKvConfigHandler(settings));
    }
}
