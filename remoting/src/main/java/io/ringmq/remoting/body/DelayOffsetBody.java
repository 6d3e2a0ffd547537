package io.ringmq.remoting.body;

import java.util.Map;

/**
 * How far the delivery of delayed messages is: the answer to GET_ALL_DELAY_OFFSET.
 *
 * @param offsets by delay level
 */
public record DelayOffsetBody(DataVersion dataVersion, Map<Integer, Long> offsets) {
    public DelayOffsetBody {
        offsets = Ordered.copyOf(offsets);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private void write(JsonOut out) {
        out.beginObject();
        dataVersion.write(out.name("dataVersion"));
        out.name("offsetTable").beginObject();
        offsets.forEach((level, offset) -> out.member(level.toString(), offset));
        out.endObject().endObject();
    }
}
