package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 309, CONSUME_MESSAGE_DIRECTLY, to a broker and on to a client.
 *
 * @param messageId offset id of the message
 * @param brokerName what the broker calls itself, for the client
 */
public record ConsumeMessageDirectlyHeader(
        String consumerGroup,
        @Nullable String clientId,
        @Nullable String messageId,
        @Nullable String brokerName) implements Header {
    /** Name of the field that a broker fills in. */
    public static final String BROKER_NAME = "brokerName";

    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String CLIENT_ID = "clientId";
    private static final String MSG_ID = "msgId";

    public static ConsumeMessageDirectlyHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ConsumeMessageDirectlyHeader(
                in.string(CONSUMER_GROUP), in.optional(CLIENT_ID), in.optional(MSG_ID), in.optional(BROKER_NAME));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .putOptional(CLIENT_ID, clientId)
                .putOptional(MSG_ID, messageId)
                .putOptional(BROKER_NAME, brokerName)
                .fields();
    }
}
