package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the answer to 205, WIPE_WRITE_PERM_OF_BROKER. */
public record WipeWritePermResponseHeader(int topicCount) implements Header {
    private static final String WIPE_TOPIC_COUNT = "wipeTopicCount";

    public static WipeWritePermResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new WipeWritePermResponseHeader(in.integer(WIPE_TOPIC_COUNT));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(WIPE_TOPIC_COUNT, topicCount).fields();
    }
}
