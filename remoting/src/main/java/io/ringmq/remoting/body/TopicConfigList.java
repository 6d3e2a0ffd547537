package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/** Topics to be made: the body of UPDATE_AND_CREATE_TOPIC_LIST. */
public record TopicConfigList(List<TopicConfig> topics) {
    public TopicConfigList {
        topics = List.copyOf(topics);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static TopicConfigList decode(ByteBuffer json) {
        return JsonIn.decode("TopicConfigList", json, TopicConfigList::read);
    }

    private static TopicConfigList read(JsonIn in) {
        in.beginObject();
        List<TopicConfig> topics = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topicConfigList" -> topics = in.list(TopicConfig::read);
                default -> in.skip();
            }
        }
        return new TopicConfigList(topics);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(out -> out.beginObject()
                .list("topicConfigList", topics, (o, topic) -> topic.write(o))
                .endObject());
    }
}
