package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 307, GET_CONSUMER_RUNNING_INFO. */
public record GetConsumerRunningInfoHeader(String consumerGroup, String clientId, boolean stackTraces)
        implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String CLIENT_ID = "clientId";
    private static final String JSTACK_ENABLE = "jstackEnable";

    public static GetConsumerRunningInfoHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetConsumerRunningInfoHeader(
                in.string(CONSUMER_GROUP), in.string(CLIENT_ID), in.bool(JSTACK_ENABLE, false));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .put(CLIENT_ID, clientId)
                .put(JSTACK_ENABLE, stackTraces)
                .fields();
    }
}
