package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Offset to continue from, for every queue.
 */
public record ResetOffsetBody(Map<MessageQueue, Long> offsets) {
    public ResetOffsetBody {
        offsets = Ordered.copyOf(offsets);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ResetOffsetBody decode(ByteBuffer json) {
        return JsonIn.decodeWithObjectKeys("ResetOffsetBody", json, ResetOffsetBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static ResetOffsetBody read(JsonIn in) {
        in.beginObject();
        Map<MessageQueue, Long> offsets = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "offsetTable" -> offsets = in.queues(JsonIn::number);
                default -> in.skip();
            }
        }
        return new ResetOffsetBody(offsets);
    }

    void write(JsonOut out) {
        out.beginObject()
                .queues("offsetTable", offsets, (o, value) -> o.raw(value.toString()))
                .endObject();
    }
}
