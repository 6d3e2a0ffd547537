package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 29, SEARCH_OFFSET_BY_TIMESTAMP.
 *
 * @param timestampMs store time to look for
 */
public record SearchOffsetHeader(String topic, int queueId, long timestampMs, BoundaryType boundaryType)
        implements Header {
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String TIMESTAMP = "timestamp";
    private static final String BOUNDARY_TYPE = "boundaryType";

    public static SearchOffsetHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        // 4.x clients know no boundary; stock brokers take any value they do not know for the default, too.
        boolean upper = in.string(BOUNDARY_TYPE, "").equalsIgnoreCase(BoundaryType.UPPER.name());
        return new SearchOffsetHeader(
                in.string(TOPIC),
                in.integer(QUEUE_ID),
                in.number(TIMESTAMP),
                upper ? BoundaryType.UPPER : BoundaryType.LOWER);
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(TIMESTAMP, timestampMs)
                .put(BOUNDARY_TYPE, boundaryType.name())
                .fields();
    }
}
