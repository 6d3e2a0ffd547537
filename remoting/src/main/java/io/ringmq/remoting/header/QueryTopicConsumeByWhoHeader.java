package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 300, QUERY_TOPIC_CONSUME_BY_WHO. */
public record QueryTopicConsumeByWhoHeader(String topic) implements Header {
    private static final String TOPIC = "topic";

    public static QueryTopicConsumeByWhoHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryTopicConsumeByWhoHeader(in.string(TOPIC));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(TOPIC, topic).fields();
    }
}
