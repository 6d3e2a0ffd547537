package io.ringmq.remoting.body;

/**
 * First and next offset of one queue.
 */
public record QueueOffsets(long minOffset, long maxOffset, long lastUpdateTimestampMs) {
    static QueueOffsets read(JsonIn in) {
        in.beginObject();
        long minOffset = 0;
        long maxOffset = 0;
        long lastUpdateTimestampMs = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "minOffset" -> minOffset = in.number();
                case "maxOffset" -> maxOffset = in.number();
                case "lastUpdateTimestamp" -> lastUpdateTimestampMs = in.number();
                default -> in.skip();
            }
        }
        return new QueueOffsets(minOffset, maxOffset, lastUpdateTimestampMs);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("lastUpdateTimestamp", lastUpdateTimestampMs)
                .member("maxOffset", maxOffset)
                .member("minOffset", minOffset)
                .endObject();
    }
}
