package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 352, GET_SUBSCRIPTIONGROUP_CONFIG. */
public record GetSubscriptionGroupConfigHeader(String consumerGroup) implements Header {
    private static final String GROUP = "group";

    public static GetSubscriptionGroupConfigHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetSubscriptionGroupConfigHeader(in.string(GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(GROUP, consumerGroup).fields();
    }
}
