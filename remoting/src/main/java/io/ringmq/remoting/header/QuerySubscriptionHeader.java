package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 345, QUERY_SUBSCRIPTION_BY_CONSUMER. */
public record QuerySubscriptionHeader(String consumerGroup, String topic) implements Header {
    private static final String GROUP = "group";
    private static final String TOPIC = "topic";

    public static QuerySubscriptionHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QuerySubscriptionHeader(in.string(GROUP), in.string(TOPIC));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(GROUP, consumerGroup).put(TOPIC, topic).fields();
    }
}
