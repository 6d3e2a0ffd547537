package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Offset to continue from, for every queue, as C++ clients read it: a list in place of a map with objects as keys.
 */
public record ResetOffsetListBody(Map<MessageQueue, Long> offsets) {
    public ResetOffsetListBody {
        offsets = Ordered.copyOf(offsets);
    }

    private record Element(MessageQueue queue, long offset) {
        static Element read(JsonIn in) {
            in.beginObject();
            String topic = null;
            String brokerName = null;
            int queueId = 0;
            long offset = 0;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (name) {
                    case "topic" -> topic = in.string();
                    case "brokerName" -> brokerName = in.string();
                    case "queueId" -> queueId = in.integer();
                    case "offset" -> offset = in.number();
                    default -> in.skip();
                }
            }
            return new Element(
                    new MessageQueue(in.required(topic, "topic"), in.required(brokerName, "brokerName"), queueId),
                    offset);
        }
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ResetOffsetListBody decode(ByteBuffer json) {
        return JsonIn.decode("ResetOffsetBodyForC", json, ResetOffsetListBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static ResetOffsetListBody read(JsonIn in) {
        in.beginObject();
        Map<MessageQueue, Long> offsets = new LinkedHashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "offsetTable" ->
                    in.list(Element::read).forEach(element -> offsets.put(element.queue(), element.offset()));
                default -> in.skip();
            }
        }
        return new ResetOffsetListBody(offsets);
    }

    void write(JsonOut out) {
        out.beginObject()
                .list(
                        "offsetTable",
                        offsets.entrySet(),
                        (o, entry) -> o.beginObject()
                                .member("brokerName", entry.getKey().brokerName())
                                .member("offset", entry.getValue())
                                .member("queueId", entry.getKey().queueId())
                                .member("topic", entry.getKey().topic())
                                .endObject())
                .endObject();
    }
}
