package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of the request 321, QUERY_CONSUME_QUEUE. */
public record QueryConsumeQueueHeader(
        String topic,
        int queueId,
        long fromOffset,
        int count,
        @Nullable String consumerGroup) implements Header {
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String INDEX = "index";
    private static final String COUNT = "count";
    private static final String CONSUMER_GROUP = "consumerGroup";

    public static QueryConsumeQueueHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryConsumeQueueHeader(
                in.string(TOPIC),
                in.integer(QUEUE_ID),
                in.number(INDEX),
                in.integer(COUNT),
                in.optional(CONSUMER_GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(INDEX, fromOffset)
                .put(COUNT, count)
                .putOptional(CONSUMER_GROUP, consumerGroup)
                .fields();
    }
}
