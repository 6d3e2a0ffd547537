package io.ringmq.remoting.body;

import java.util.List;
import java.util.Map;

/**
 * How far all groups of a broker are: the answer to GET_BROKER_CONSUME_STATS.
 *
 * @param groups by group, one for each topic
 * @param totalDiff messages that are yet to be consumed, over all groups
 * @param totalInFlight messages that are consumed now, over all groups
 */
public record ConsumeStatsListBody(
        String brokerAddress, Map<String, List<ConsumeStatsBody>> groups, long totalDiff, long totalInFlight) {
    public ConsumeStatsListBody {
        groups = Ordered.copyOf(groups);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private void write(JsonOut out) {
        out.beginObject()
                .member("brokerAddr", brokerAddress)
                .list(
                        "consumeStatsList",
                        List.copyOf(groups.entrySet()),
                        (o, group) -> o.beginObject()
                                .list(group.getKey(), group.getValue(), (inner, stats) -> stats.write(inner))
                                .endObject())
                .member("totalDiff", totalDiff)
                .member("totalInflightDiff", totalInFlight)
                .endObject();
    }
}
