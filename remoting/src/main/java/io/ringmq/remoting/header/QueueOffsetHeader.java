package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request for one of a queue's bounds: 30 GET_MAX_OFFSET, 31 GET_MIN_OFFSET, 32 GET_EARLIEST_MSG_STORETIME.
 *
 * @param committed for the maximum: whether only readable messages count
 */
public record QueueOffsetHeader(String topic, int queueId, boolean committed) implements Header {
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String COMMITTED = "committed";

    public static QueueOffsetHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueueOffsetHeader(in.string(TOPIC), in.integer(QUEUE_ID), in.bool(COMMITTED, true));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(COMMITTED, committed)
                .fields();
    }
}
