package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 370, RECALL_MESSAGE.
 *
 * @param recallHandle see {@link io.ringmq.remoting.message.RecallHandle}
 */
public record RecallMessageHeader(@Nullable String producerGroup, String topic, String recallHandle) implements Header {
    private static final String PRODUCER_GROUP = "producerGroup";
    private static final String TOPIC = "topic";
    private static final String RECALL_HANDLE = "recallHandle";

    public static RecallMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new RecallMessageHeader(in.optional(PRODUCER_GROUP), in.string(TOPIC), in.string(RECALL_HANDLE));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .putOptional(PRODUCER_GROUP, producerGroup)
                .put(TOPIC, topic)
                .put(RECALL_HANDLE, recallHandle)
                .fields();
    }
}
