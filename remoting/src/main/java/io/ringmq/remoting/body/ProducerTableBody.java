package io.ringmq.remoting.body;

import java.util.List;
import java.util.Map;

/**
 * All connected producers: the answer to GET_ALL_PRODUCER_INFO.
 *
 * @param groups clients by producer group
 */
public record ProducerTableBody(Map<String, List<Producer>> groups) {
    public ProducerTableBody {
        groups = Ordered.copyOf(groups);
    }

    /**
     * One client of a group.
     *
     * @param remoteAddress host and port it is connected from
     * @param language as the protocol spells it
     * @param version ordinal of its release
     * @param lastSeenMs time of its last heartbeat, ms since the epoch
     */
    public record Producer(String clientId, String remoteAddress, String language, int version, long lastSeenMs) {
        void write(JsonOut out) {
            out.beginObject()
                    .member("clientId", clientId)
                    .member("language", language)
                    .member("lastUpdateTimestamp", lastSeenMs)
                    .member("remoteIP", remoteAddress)
                    .member("version", version)
                    .endObject();
        }
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private void write(JsonOut out) {
        out.beginObject().name("data").beginObject();
        groups.forEach((group, producers) -> out.list(group, producers, (o, producer) -> producer.write(o)));
        out.endObject().endObject();
    }
}
