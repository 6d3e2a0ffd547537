package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * How far the clients of a group have come: the answer to INVOKE_BROKER_TO_GET_CONSUMER_STATUS.
 *
 * @param offsetsByClient by client id
 */
public record ConsumerStatusBody(Map<String, Map<MessageQueue, Long>> offsetsByClient) {
    public ConsumerStatusBody {
        offsetsByClient = Ordered.copyOf(offsetsByClient);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ConsumerStatusBody decode(ByteBuffer json) {
        return JsonIn.decodeWithObjectKeys("GetConsumerStatusBody", json, ConsumerStatusBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static ConsumerStatusBody read(JsonIn in) {
        in.beginObject();
        Map<String, Map<MessageQueue, Long>> offsets = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "consumerTable" -> offsets = in.map(value -> value.queues(JsonIn::number));
                default -> in.skip();
            }
        }
        return new ConsumerStatusBody(offsets);
    }

    void write(JsonOut out) {
        out.beginObject()
                .map(
                        "consumerTable",
                        offsetsByClient,
                        (o, offsets) -> o.queues(offsets, (p, value) -> p.raw(value.toString())))
                .endObject();
    }
}
