package io.ringmq.remoting.body;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An offset for each queue of a topic: the answer to QUERY_CORRECTION_OFFSET.
 *
 * @param offsets by queue id
 */
public record CorrectionOffsetsBody(Map<Integer, Long> offsets) {
    public CorrectionOffsetsBody {
        offsets = Ordered.copyOf(offsets);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    void write(JsonOut out) {
        Map<String, Long> named = new LinkedHashMap<>();
        offsets.forEach((queueId, offset) -> named.put(queueId.toString(), offset));
        out.beginObject()
                .map("correctionOffsets", named, (o, offset) -> o.raw(offset.toString()))
                .endObject();
    }
}
