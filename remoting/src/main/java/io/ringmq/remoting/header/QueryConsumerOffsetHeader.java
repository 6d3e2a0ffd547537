package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 14, QUERY_CONSUMER_OFFSET.
 *
 * @param zeroIfNotFound false to be answered QUERY_NOT_FOUND rather than 0 where the group has no offset
 */
public record QueryConsumerOffsetHeader(String consumerGroup, String topic, int queueId, boolean zeroIfNotFound)
        implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String SET_ZERO_IF_NOT_FOUND = "setZeroIfNotFound";

    public static QueryConsumerOffsetHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryConsumerOffsetHeader(
                in.string(CONSUMER_GROUP),
                in.string(TOPIC),
                in.integer(QUEUE_ID),
                in.bool(SET_ZERO_IF_NOT_FOUND, true));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(SET_ZERO_IF_NOT_FOUND, zeroIfNotFound)
                .fields();
    }
}
