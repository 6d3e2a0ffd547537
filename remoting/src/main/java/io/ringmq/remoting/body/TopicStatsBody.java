package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Offsets of a topic: the answer to GET_TOPIC_STATS_INFO.
 */
public record TopicStatsBody(Map<MessageQueue, QueueOffsets> queues, double topicPutTps) {
    public TopicStatsBody {
        queues = Ordered.copyOf(queues);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static TopicStatsBody decode(ByteBuffer json) {
        return JsonIn.decodeWithObjectKeys("TopicStatsBody", json, TopicStatsBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static TopicStatsBody read(JsonIn in) {
        in.beginObject();
        Map<MessageQueue, QueueOffsets> queues = Map.of();
        double topicPutTps = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "offsetTable" -> queues = in.queues(QueueOffsets::read);
                case "topicPutTps" -> topicPutTps = in.real();
                default -> in.skip();
            }
        }
        return new TopicStatsBody(queues, topicPutTps);
    }

    void write(JsonOut out) {
        out.beginObject()
                .queues("offsetTable", queues, (o, value) -> value.write(o))
                .member("topicPutTps", topicPutTps)
                .endObject();
    }
}
