package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 208, GET_CONSUME_STATS.
 *
 * @param topicList topics joined by semicolons
 */
public record GetConsumeStatsHeader(
        String consumerGroup,
        @Nullable String topic,
        @Nullable String topicList) implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String TOPIC = "topic";
    private static final String TOPIC_LIST = "topicList";

    public static GetConsumeStatsHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetConsumeStatsHeader(in.string(CONSUMER_GROUP), in.optional(TOPIC), in.optional(TOPIC_LIST));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .putOptional(TOPIC, topic)
                .putOptional(TOPIC_LIST, topicList)
                .fields();
    }
}
