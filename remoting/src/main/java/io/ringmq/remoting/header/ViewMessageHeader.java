package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of the request 33, VIEW_MESSAGE_BY_ID. */
public record ViewMessageHeader(@Nullable String topic, long physicalOffset) implements Header {
    private static final String TOPIC = "topic";
    private static final String OFFSET = "offset";

    public static ViewMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ViewMessageHeader(in.optional(TOPIC), in.number(OFFSET));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .putOptional(TOPIC, topic)
                .put(OFFSET, physicalOffset)
                .fields();
    }
}
