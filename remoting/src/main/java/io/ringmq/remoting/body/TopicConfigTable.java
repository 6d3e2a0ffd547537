package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * All topics of a broker: the answer to GET_ALL_TOPIC_CONFIG, and a part of {@link RegisterBrokerBody}.
 *
 * @param topics by name
 */
public record TopicConfigTable(DataVersion dataVersion, Map<String, TopicConfig> topics) {
    public TopicConfigTable {
        topics = Ordered.copyOf(topics);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static TopicConfigTable decode(ByteBuffer json) {
        return JsonIn.decode("TopicConfigTable", json, TopicConfigTable::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static TopicConfigTable read(JsonIn in) {
        in.beginObject();
        DataVersion dataVersion = DataVersion.NONE;
        Map<String, TopicConfig> topics = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "dataVersion" -> dataVersion = DataVersion.read(in);
                case "topicConfigTable" -> topics = in.map(TopicConfig::read);
                default -> in.skip();
            }
        }
        return new TopicConfigTable(dataVersion, topics);
    }

    void write(JsonOut out) {
        out.beginObject();
        dataVersion.write(out.name("dataVersion"));
        out.map("topicConfigTable", topics, (o, value) -> value.write(o)).endObject();
    }
}
