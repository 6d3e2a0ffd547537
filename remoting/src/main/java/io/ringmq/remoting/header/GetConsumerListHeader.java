package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 38, GET_CONSUMER_LIST_BY_GROUP. */
public record GetConsumerListHeader(String consumerGroup) implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";

    public static GetConsumerListHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetConsumerListHeader(in.string(CONSUMER_GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(CONSUMER_GROUP, consumerGroup).fields();
    }
}
