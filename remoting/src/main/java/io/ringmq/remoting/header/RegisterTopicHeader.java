package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 217, REGISTER_TOPIC_IN_NAMESRV. */
public record RegisterTopicHeader(String topic) implements Header {
    private static final String TOPIC = "topic";

    public static RegisterTopicHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new RegisterTopicHeader(in.string(TOPIC));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(TOPIC, topic).fields();
    }
}
