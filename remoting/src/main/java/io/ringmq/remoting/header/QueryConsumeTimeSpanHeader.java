package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 303, QUERY_CONSUME_TIME_SPAN. */
public record QueryConsumeTimeSpanHeader(String topic, String consumerGroup) implements Header {
    private static final String TOPIC = "topic";
    private static final String GROUP = "group";

    public static QueryConsumeTimeSpanHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryConsumeTimeSpanHeader(in.string(TOPIC), in.string(GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(TOPIC, topic).put(GROUP, consumerGroup).fields();
    }
}
