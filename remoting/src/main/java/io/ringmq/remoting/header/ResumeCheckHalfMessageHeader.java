package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 323, RESUME_CHECK_HALF_MESSAGE.
 *
 * @param messageId the broker's id of the message, which tells where it lies
 */
public record ResumeCheckHalfMessageHeader(
        @Nullable String topic, @Nullable String messageId) implements Header {
    private static final String TOPIC = "topic";
    private static final String MSG_ID = "msgId";

    public static ResumeCheckHalfMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ResumeCheckHalfMessageHeader(in.optional(TOPIC), in.optional(MSG_ID));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .putOptional(TOPIC, topic)
                .putOptional(MSG_ID, messageId)
                .fields();
    }
}
