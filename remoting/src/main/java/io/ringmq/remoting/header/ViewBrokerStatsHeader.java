package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 315, VIEW_BROKER_STATS_DATA. */
public record ViewBrokerStatsHeader(String statsName, String statsKey) implements Header {
    private static final String STATS_NAME = "statsName";
    private static final String STATS_KEY = "statsKey";

    public static ViewBrokerStatsHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ViewBrokerStatsHeader(in.string(STATS_NAME), in.string(STATS_KEY));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(STATS_NAME, statsName)
                .put(STATS_KEY, statsKey)
                .fields();
    }
}
