package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 343, QUERY_TOPICS_BY_CONSUMER. */
public record QueryTopicsByConsumerHeader(String consumerGroup) implements Header {
    private static final String GROUP = "group";

    public static QueryTopicsByConsumerHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryTopicsByConsumerHeader(in.string(GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(GROUP, consumerGroup).fields();
    }
}
