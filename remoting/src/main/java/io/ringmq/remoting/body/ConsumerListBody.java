package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Client ids of a consumer group: the answer to GET_CONSUMER_LIST_BY_GROUP.
 */
public record ConsumerListBody(List<String> consumerIdList) {
    public ConsumerListBody {
        consumerIdList = List.copyOf(consumerIdList);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ConsumerListBody decode(ByteBuffer json) {
        return JsonIn.decode("ConsumerListBody", json, ConsumerListBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static ConsumerListBody read(JsonIn in) {
        in.beginObject();
        List<String> consumerIdList = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "consumerIdList" -> consumerIdList = in.strings();
                default -> in.skip();
            }
        }
        return new ConsumerListBody(consumerIdList);
    }

    void write(JsonOut out) {
        out.beginObject().strings("consumerIdList", consumerIdList).endObject();
    }
}
