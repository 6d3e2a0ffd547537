package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 105, GET_ROUTEINFO_BY_TOPIC.
 *
 * @param acceptStandardJsonOnly whether the answer must quote the numeric keys of its maps
 */
public record GetRouteInfoHeader(String topic, boolean acceptStandardJsonOnly) implements Header {
    private static final String TOPIC = "topic";
    private static final String ACCEPT_STANDARD_JSON_ONLY = "acceptStandardJsonOnly";

    public static GetRouteInfoHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetRouteInfoHeader(in.string(TOPIC), in.bool(ACCEPT_STANDARD_JSON_ONLY, false));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(TOPIC, topic)
                .put(ACCEPT_STANDARD_JSON_ONLY, acceptStandardJsonOnly)
                .fields();
    }
}
