package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 15, UPDATE_CONSUMER_OFFSET.
 *
 * @param offset next queue offset the group will consume
 */
public record UpdateConsumerOffsetHeader(String consumerGroup, String topic, int queueId, long offset)
        implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String COMMIT_OFFSET = "commitOffset";

    public static UpdateConsumerOffsetHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new UpdateConsumerOffsetHeader(
                in.string(CONSUMER_GROUP), in.string(TOPIC), in.integer(QUEUE_ID), in.number(COMMIT_OFFSET));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(COMMIT_OFFSET, offset)
                .fields();
    }
}
