package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * How far a group has read its queues: the answer to GET_CONSUME_STATS.
 */
public record ConsumeStatsBody(double consumeTps, Map<MessageQueue, QueueConsumption> queues) {
    public ConsumeStatsBody {
        queues = Ordered.copyOf(queues);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ConsumeStatsBody decode(ByteBuffer json) {
        return JsonIn.decodeWithObjectKeys("ConsumeStatsBody", json, ConsumeStatsBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static ConsumeStatsBody read(JsonIn in) {
        in.beginObject();
        double consumeTps = 0;
        Map<MessageQueue, QueueConsumption> queues = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "consumeTps" -> consumeTps = in.real();
                case "offsetTable" -> queues = in.queues(QueueConsumption::read);
                default -> in.skip();
            }
        }
        return new ConsumeStatsBody(consumeTps, queues);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("consumeTps", consumeTps)
                .queues("offsetTable", queues, (o, value) -> value.write(o))
                .endObject();
    }
}
