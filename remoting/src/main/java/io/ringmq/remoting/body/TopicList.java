package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of topics.
 */
public record TopicList(List<String> topicList, @Nullable String brokerAddr) {
    public TopicList {
        topicList = List.copyOf(topicList);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static TopicList decode(ByteBuffer json) {
        return JsonIn.decode("TopicList", json, TopicList::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static TopicList read(JsonIn in) {
        in.beginObject();
        List<String> topicList = List.of();
        String brokerAddr = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topicList" -> topicList = in.strings();
                case "brokerAddr" -> brokerAddr = in.string();
                default -> in.skip();
            }
        }
        return new TopicList(topicList, brokerAddr);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("brokerAddr", brokerAddr)
                .strings("topicList", topicList)
                .endObject();
    }
}
