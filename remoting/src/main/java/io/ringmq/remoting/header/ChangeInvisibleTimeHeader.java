package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 200053, CHANGE_MESSAGE_INVISIBLETIME.
 *
 * @param topic the topic popped from, a retry topic for a redelivery
 * @param extraInfo the receipt handle
 * @param invisibleMs from now on; 0 for at once
 */
public record ChangeInvisibleTimeHeader(
        String consumerGroup, String topic, int queueId, String extraInfo, long offset, long invisibleMs)
        implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String EXTRA_INFO = "extraInfo";
    private static final String OFFSET = "offset";
    private static final String INVISIBLE_TIME = "invisibleTime";

    public static ChangeInvisibleTimeHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ChangeInvisibleTimeHeader(
                in.string(CONSUMER_GROUP),
                in.string(TOPIC),
                in.integer(QUEUE_ID),
                in.string(EXTRA_INFO),
                in.number(OFFSET),
                in.number(INVISIBLE_TIME));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(EXTRA_INFO, extraInfo)
                .put(OFFSET, offset)
                .put(INVISIBLE_TIME, invisibleMs)
                .fields();
    }
}
