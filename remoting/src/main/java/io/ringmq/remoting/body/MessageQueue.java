package io.ringmq.remoting.body;

/**
 * A queue: the name stock clients call it by, and the key of many maps.
 */
public record MessageQueue(String topic, String brokerName, int queueId) {
    static MessageQueue read(JsonIn in) {
        in.beginObject();
        String topic = null;
        String brokerName = null;
        int queueId = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topic" -> topic = in.string();
                case "brokerName" -> brokerName = in.string();
                case "queueId" -> queueId = in.integer();
                default -> in.skip();
            }
        }
        return new MessageQueue(in.required(topic, "topic"), in.required(brokerName, "brokerName"), queueId);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("brokerName", brokerName)
                .member("queueId", queueId)
                .member("topic", topic)
                .endObject();
    }
}
