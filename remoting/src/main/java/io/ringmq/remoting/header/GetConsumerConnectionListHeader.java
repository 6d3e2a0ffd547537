package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 203, GET_CONSUMER_CONNECTION_LIST. */
public record GetConsumerConnectionListHeader(String consumerGroup) implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";

    public static GetConsumerConnectionListHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetConsumerConnectionListHeader(in.string(CONSUMER_GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(CONSUMER_GROUP, consumerGroup).fields();
    }
}
