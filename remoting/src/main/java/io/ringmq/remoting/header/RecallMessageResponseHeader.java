package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the answer to RECALL_MESSAGE.
 *
 * @param messageId the unique id of the message that was recalled
 */
public record RecallMessageResponseHeader(String messageId) implements Header {
    private static final String MSG_ID = "msgId";

    public static RecallMessageResponseHeader parse(Command command) {
        return new RecallMessageResponseHeader(new HeaderReader(command).string(MSG_ID));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(MSG_ID, messageId).fields();
    }
}
