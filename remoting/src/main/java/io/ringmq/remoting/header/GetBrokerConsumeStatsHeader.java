package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 317, GET_BROKER_CONSUME_STATS. */
public record GetBrokerConsumeStatsHeader(boolean orderly) implements Header {
    private static final String IS_ORDER = "isOrder";

    public static GetBrokerConsumeStatsHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetBrokerConsumeStatsHeader(in.bool(IS_ORDER));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(IS_ORDER, orderly).fields();
    }
}
