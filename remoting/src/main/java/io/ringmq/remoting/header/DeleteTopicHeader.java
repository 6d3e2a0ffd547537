package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 215, DELETE_TOPIC_IN_BROKER. */
public record DeleteTopicHeader(String topic) implements Header {
    private static final String TOPIC = "topic";

    public static DeleteTopicHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new DeleteTopicHeader(in.string(TOPIC));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(TOPIC, topic).fields();
    }
}
