package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 220 to a client and 222 to a broker.
 *
 * @param queueId queue to reset, or -1 for all
 * @param offset offset to reset to, or null to go by the timestamp
 * @param timestampMs store time to reset to; negative for the maximum offset
 */
public record ResetOffsetHeader(
        String consumerGroup,
        String topic,
        int queueId,
        @Nullable Long offset,
        long timestampMs,
        boolean force) implements Header {
    private static final String GROUP = "group";
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String OFFSET = "offset";
    private static final String TIMESTAMP = "timestamp";
    private static final String IS_FORCE = "isForce";

    public static ResetOffsetHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ResetOffsetHeader(
                in.string(GROUP),
                in.string(TOPIC),
                in.integer(QUEUE_ID, -1),
                in.optionalNumber(OFFSET),
                in.number(TIMESTAMP),
                in.bool(IS_FORCE));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(GROUP, consumerGroup)
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .putOptional(OFFSET, offset)
                .put(TIMESTAMP, timestampMs)
                .put(IS_FORCE, force)
                .fields();
    }
}
