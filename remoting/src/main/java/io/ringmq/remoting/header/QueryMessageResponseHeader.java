package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the answer to 12, QUERY_MESSAGE. */
public record QueryMessageResponseHeader(long indexTimestampMs, long indexPhysicalOffset) implements Header {
    private static final String INDEX_LAST_UPDATE_TIMESTAMP = "indexLastUpdateTimestamp";
    private static final String INDEX_LAST_UPDATE_PHYOFFSET = "indexLastUpdatePhyoffset";

    public static QueryMessageResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryMessageResponseHeader(
                in.number(INDEX_LAST_UPDATE_TIMESTAMP), in.number(INDEX_LAST_UPDATE_PHYOFFSET));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(INDEX_LAST_UPDATE_TIMESTAMP, indexTimestampMs)
                .put(INDEX_LAST_UPDATE_PHYOFFSET, indexPhysicalOffset)
                .fields();
    }
}
