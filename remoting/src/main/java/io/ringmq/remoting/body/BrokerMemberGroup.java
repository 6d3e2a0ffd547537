package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The brokers of one name, as the answer to GET_BROKER_MEMBER_GROUP.
 */
public record BrokerMemberGroup(String cluster, String brokerName, Map<Long, String> brokerAddrs) {
    public BrokerMemberGroup {
        brokerAddrs = Ordered.copyOf(brokerAddrs);
    }

    /**
     * Reads the answer to GET_BROKER_MEMBER_GROUP; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static BrokerMemberGroup decode(ByteBuffer json) {
        return JsonIn.decode("BrokerMemberGroup", json, BrokerMemberGroup::readAnswer);
    }

    /** The answer in standard JSON. */
    public byte[] encode() {
        return encode(JsonStyle.STANDARD);
    }

    /** The answer in the style that the client reads. */
    public byte[] encode(JsonStyle style) {
        return JsonOut.encode(style, out -> {
            write(out.beginObject().name("brokerMemberGroup"));
            out.endObject();
        });
    }

    private static BrokerMemberGroup readAnswer(JsonIn in) {
        in.beginObject();
        BrokerMemberGroup group = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (name.equals("brokerMemberGroup")) {
                group = read(in);
            } else {
                in.skip();
            }
        }
        return in.required(group, "brokerMemberGroup");
    }

    static BrokerMemberGroup read(JsonIn in) {
        in.beginObject();
        String cluster = "";
        String brokerName = null;
        Map<Long, String> brokerAddrs = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "cluster" -> cluster = in.string();
                case "brokerName" -> brokerName = in.string();
                case "brokerAddrs" -> brokerAddrs = in.numbered();
                default -> in.skip();
            }
        }
        return new BrokerMemberGroup(cluster, in.required(brokerName, "brokerName"), brokerAddrs);
    }

    void write(JsonOut out) {
        out.beginObject()
                .numbered("brokerAddrs", brokerAddrs)
                .member("brokerName", brokerName)
                .member("cluster", cluster)
                .endObject();
    }
}
