package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * All consumer groups of a broker: the answer to GET_ALL_SUBSCRIPTIONGROUP_CONFIG.
 *
 * @param groups by name
 */
public record SubscriptionGroupTable(DataVersion dataVersion, Map<String, SubscriptionGroupBody> groups) {
    public SubscriptionGroupTable {
        groups = Ordered.copyOf(groups);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static SubscriptionGroupTable decode(ByteBuffer json) {
        return JsonIn.decode("SubscriptionGroupTable", json, SubscriptionGroupTable::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static SubscriptionGroupTable read(JsonIn in) {
        in.beginObject();
        DataVersion dataVersion = DataVersion.NONE;
        Map<String, SubscriptionGroupBody> groups = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "dataVersion" -> dataVersion = DataVersion.read(in);
                case "subscriptionGroupTable" -> groups = in.map(SubscriptionGroupBody::read);
                default -> in.skip();
            }
        }
        return new SubscriptionGroupTable(dataVersion, groups);
    }

    void write(JsonOut out) {
        out.beginObject();
        dataVersion.write(out.name("dataVersion"));
        out.map("subscriptionGroupTable", groups, (o, value) -> value.write(o)).endObject();
    }
}
