package io.ringmq.client.fake;

import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.QueueData;
import io.ringmq.remoting.body.TopicRoute;
import io.ringmq.remoting.header.GetRouteInfoHeader;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A nameserver that knows what a test tells it. */
public final class FakeNameserver implements AutoCloseable {
    private final FakeNode node = new FakeNode();
    private final Map<String, TopicRoute> routes = new ConcurrentHashMap<>();

    public FakeNameserver() {
        node.on(RequestCode.GET_ROUTEINFO_BY_TOPIC, (request, responder) -> {
            TopicRoute route = routes.get(GetRouteInfoHeader.parse(request).topic());
            responder.reply(
                    route == null
                            ? request.reply(ResponseCode.TOPIC_NOT_EXIST, "no route")
                            : request.reply(ResponseCode.SUCCESS, null).withBody(route.encode()));
        });
    }

    /** Puts a topic on a ring, with the leader's address first. */
    public FakeNameserver route(String topic, String brokerName, int queues, String... replicas) {
        TopicRoute before = routes.get(topic);
        List<QueueData> queueDatas = new ArrayList<>(before == null ? List.of() : before.queueDatas());
        List<BrokerData> brokerDatas = new ArrayList<>(before == null ? List.of() : before.brokerDatas());
        queueDatas.removeIf(data -> data.brokerName().equals(brokerName));
        brokerDatas.removeIf(data -> data.brokerName().equals(brokerName));
        Map<Long, String> addresses = new TreeMap<>();
        for (int id = 0; id < replicas.length; id++) {
            addresses.put((long) id, replicas[id]);
        }
        queueDatas.add(new QueueData(brokerName, queues, queues, 6, 0));
        brokerDatas.add(new BrokerData("c", brokerName, addresses, null, false));
        routes.put(topic, new TopicRoute(null, queueDatas, brokerDatas));
        return this;
    }

    public String address() {
        return node.address();
    }

    @Override
    public void close() {
        node.close();
    }
}
