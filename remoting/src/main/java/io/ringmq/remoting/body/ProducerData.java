package io.ringmq.remoting.body;

/**
 * A producer group in a heartbeat.
 */
public record ProducerData(String groupName) {
    static ProducerData read(JsonIn in) {
        in.beginObject();
        String groupName = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "groupName" -> groupName = in.string();
                default -> in.skip();
            }
        }
        return new ProducerData(in.required(groupName, "groupName"));
    }

    void write(JsonOut out) {
        out.beginObject().member("groupName", groupName).endObject();
    }
}
