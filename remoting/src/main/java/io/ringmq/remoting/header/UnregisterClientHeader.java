package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of the request 35, UNREGISTER_CLIENT. */
public record UnregisterClientHeader(
        String clientId,
        @Nullable String producerGroup,
        @Nullable String consumerGroup) implements Header {
    private static final String CLIENT_ID = "clientID";
    private static final String PRODUCER_GROUP = "producerGroup";
    private static final String CONSUMER_GROUP = "consumerGroup";

    public static UnregisterClientHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new UnregisterClientHeader(
                in.string(CLIENT_ID), in.optional(PRODUCER_GROUP), in.optional(CONSUMER_GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CLIENT_ID, clientId)
                .putOptional(PRODUCER_GROUP, producerGroup)
                .putOptional(CONSUMER_GROUP, consumerGroup)
                .fields();
    }
}
