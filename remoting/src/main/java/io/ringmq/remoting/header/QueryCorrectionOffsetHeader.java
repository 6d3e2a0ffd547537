package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 308, QUERY_CORRECTION_OFFSET.
 *
 * @param filterGroups groups that do not count, joined by commas
 * @param compareGroup the group that may be ahead of the others
 */
public record QueryCorrectionOffsetHeader(@Nullable String filterGroups, String compareGroup, String topic)
        implements Header {
    private static final String FILTER_GROUPS = "filterGroups";
    private static final String COMPARE_GROUP = "compareGroup";
    private static final String TOPIC = "topic";

    public static QueryCorrectionOffsetHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryCorrectionOffsetHeader(in.optional(FILTER_GROUPS), in.string(COMPARE_GROUP), in.string(TOPIC));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .putOptional(FILTER_GROUPS, filterGroups)
                .put(COMPARE_GROUP, compareGroup)
                .put(TOPIC, topic)
                .fields();
    }
}
