package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 223 to a broker and 221 to a client.
 *
 * @param clientId client to ask; null or blank for all
 */
public record GetConsumerStatusHeader(
        String consumerGroup, String topic, @Nullable String clientId) implements Header {
    private static final String GROUP = "group";
    private static final String TOPIC = "topic";
    private static final String CLIENT_ADDR = "clientAddr";

    public static GetConsumerStatusHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetConsumerStatusHeader(in.string(GROUP), in.string(TOPIC), in.optional(CLIENT_ADDR));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(GROUP, consumerGroup)
                .put(TOPIC, topic)
                .putOptional(CLIENT_ADDR, clientId)
                .fields();
    }
}
