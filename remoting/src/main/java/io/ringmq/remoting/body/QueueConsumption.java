package io.ringmq.remoting.body;

/**
 * How far a group has read one queue.
 */
public record QueueConsumption(long brokerOffset, long consumerOffset, long pullOffset, long lastTimestampMs) {
    static QueueConsumption read(JsonIn in) {
        in.beginObject();
        long brokerOffset = 0;
        long consumerOffset = 0;
        long pullOffset = 0;
        long lastTimestampMs = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "brokerOffset" -> brokerOffset = in.number();
                case "consumerOffset" -> consumerOffset = in.number();
                case "pullOffset" -> pullOffset = in.number();
                case "lastTimestamp" -> lastTimestampMs = in.number();
                default -> in.skip();
            }
        }
        return new QueueConsumption(brokerOffset, consumerOffset, pullOffset, lastTimestampMs);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("brokerOffset", brokerOffset)
                .member("consumerOffset", consumerOffset)
                .member("lastTimestamp", lastTimestampMs)
                .member("pullOffset", pullOffset)
                .endObject();
    }
}
