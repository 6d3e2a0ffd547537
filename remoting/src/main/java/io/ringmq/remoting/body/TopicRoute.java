package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a topic lives: the answer to GET_ROUTEINFO_BY_TOPIC.
 *
 * @param orderTopicConf queues of an ordered topic, {@code broker:count;broker:count}
 */
public record TopicRoute(@Nullable String orderTopicConf, List<QueueData> queueDatas, List<BrokerData> brokerDatas) {
    public TopicRoute {
        queueDatas = List.copyOf(queueDatas);
        brokerDatas = List.copyOf(brokerDatas);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static TopicRoute decode(ByteBuffer json) {
        return JsonIn.decode("TopicRoute", json, TopicRoute::read);
    }

    /** The body in standard JSON. */
    public byte[] encode() {
        return encode(JsonStyle.STANDARD);
    }

    /** The body in the style that the client reads. */
    public byte[] encode(JsonStyle style) {
        return JsonOut.encode(style, this::write);
    }

    static TopicRoute read(JsonIn in) {
        in.beginObject();
        String orderTopicConf = null;
        List<QueueData> queueDatas = List.of();
        List<BrokerData> brokerDatas = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "orderTopicConf" -> orderTopicConf = in.string();
                case "queueDatas" -> queueDatas = in.list(QueueData::read);
                case "brokerDatas" -> brokerDatas = in.list(BrokerData::read);
                default -> in.skip();
            }
        }
        return new TopicRoute(orderTopicConf, queueDatas, brokerDatas);
    }

    void write(JsonOut out) {
        out.beginObject()
                .list("brokerDatas", brokerDatas, (o, value) -> value.write(o))
                .name("filterServerTable")
                .beginObject()
                .endObject()
                .member("orderTopicConf", orderTopicConf)
                .list("queueDatas", queueDatas, (o, value) -> value.write(o))
                .endObject();
    }
}
