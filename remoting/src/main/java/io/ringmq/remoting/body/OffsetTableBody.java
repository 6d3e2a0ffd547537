package io.ringmq.remoting.body;

import java.util.Map;

/**
 * Committed offsets of all groups: the answer to GET_ALL_CONSUMER_OFFSET.
 *
 * @param offsets by {@code topic@group}, then by queue id
 */
public record OffsetTableBody(DataVersion dataVersion, Map<String, Map<Integer, Long>> offsets) {
    public OffsetTableBody {
        offsets = Ordered.copyOf(offsets);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private void write(JsonOut out) {
        out.beginObject();
        dataVersion.write(out.name("dataVersion"));
        out.map("offsetTable", offsets, (o, queues) -> {
            o.beginObject();
            queues.forEach((queueId, offset) -> o.member(queueId.toString(), offset));
            o.endObject();
        });
        out.endObject();
    }
}
