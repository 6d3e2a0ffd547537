package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 200051, ACK_MESSAGE.
 *
 * @param topic the topic popped from, a retry topic for a redelivery
 * @param extraInfo the receipt handle
 */
public record AckMessageHeader(String consumerGroup, String topic, int queueId, String extraInfo, long offset)
        implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String EXTRA_INFO = "extraInfo";
    private static final String OFFSET = "offset";

    public static AckMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new AckMessageHeader(
                in.string(CONSUMER_GROUP),
                in.string(TOPIC),
                in.integer(QUEUE_ID),
                in.string(EXTRA_INFO),
                in.number(OFFSET));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(EXTRA_INFO, extraInfo)
                .put(OFFSET, offset)
                .fields();
    }
}
