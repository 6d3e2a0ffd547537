package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the answer to 327, ADD_WRITE_PERM_OF_BROKER. */
public record AddWritePermResponseHeader(int topicCount) implements Header {
    private static final String ADD_TOPIC_COUNT = "addTopicCount";

    public static AddWritePermResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new AddWritePermResponseHeader(in.integer(ADD_TOPIC_COUNT));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(ADD_TOPIC_COUNT, topicCount).fields();
    }
}
