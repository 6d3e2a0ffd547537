package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the answer to CHANGE_MESSAGE_INVISIBLETIME: what the new receipt handle is made of.
 */
public record ChangeInvisibleTimeResponseHeader(long popTimeMs, long invisibleMs, int reviveQueueId) implements Header {
    private static final String POP_TIME = "popTime";
    private static final String INVISIBLE_TIME = "invisibleTime";
    private static final String REVIVE_QID = "reviveQid";

    public static ChangeInvisibleTimeResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ChangeInvisibleTimeResponseHeader(
                in.number(POP_TIME), in.number(INVISIBLE_TIME), in.integer(REVIVE_QID));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(POP_TIME, popTimeMs)
                .put(INVISIBLE_TIME, invisibleMs)
                .put(REVIVE_QID, reviveQueueId)
                .fields();
    }
}
