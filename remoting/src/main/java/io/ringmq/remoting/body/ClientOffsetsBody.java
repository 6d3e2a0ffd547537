package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * How far a client has come in the queues it consumes: the answer of a client to GET_CONSUMER_STATUS_FROM_CLIENT.
 */
public record ClientOffsetsBody(Map<MessageQueue, Long> offsets) {
    public ClientOffsetsBody {
        offsets = Ordered.copyOf(offsets);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ClientOffsetsBody decode(ByteBuffer json) {
        return JsonIn.decodeWithObjectKeys("GetConsumerStatusBody", json, ClientOffsetsBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static ClientOffsetsBody read(JsonIn in) {
        in.beginObject();
        Map<MessageQueue, Long> offsets = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "messageQueueTable" -> offsets = in.queues(JsonIn::number);
                default -> in.skip();
            }
        }
        return new ClientOffsetsBody(offsets);
    }

    void write(JsonOut out) {
        out.beginObject()
                .queues("messageQueueTable", offsets, (o, value) -> o.raw(value.toString()))
                .endObject();
    }
}
