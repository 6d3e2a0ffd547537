package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the answer to 32, GET_EARLIEST_MSG_STORETIME.
 *
 * @param timestampMs store time of the queue's first message, or -1 if it has none
 */
public record EarliestStoreTimeResponseHeader(long timestampMs) implements Header {
    private static final String TIMESTAMP = "timestamp";

    public static EarliestStoreTimeResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new EarliestStoreTimeResponseHeader(in.number(TIMESTAMP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(TIMESTAMP, timestampMs).fields();
    }
}
