package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Acknowledgements of many messages: the body of BATCH_ACK_MESSAGE. */
public record BatchAckBody(@Nullable String brokerName, List<BatchAck> acks) {
    public BatchAckBody {
        acks = List.copyOf(acks);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static BatchAckBody decode(ByteBuffer json) {
        return JsonIn.decode("BatchAckMessageRequestBody", json, BatchAckBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static BatchAckBody read(JsonIn in) {
        in.beginObject();
        String brokerName = null;
        List<BatchAck> acks = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "brokerName" -> brokerName = in.string();
                case "acks" -> acks = in.list(BatchAck::read);
                default -> in.skip();
            }
        }
        return new BatchAckBody(brokerName, acks);
    }

    void write(JsonOut out) {
        out.beginObject()
                .list("acks", acks, (o, value) -> value.write(o))
                .member("brokerName", brokerName)
                .endObject();
    }
}
