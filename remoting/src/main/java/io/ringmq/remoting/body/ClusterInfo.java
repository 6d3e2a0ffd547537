package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * All brokers: the answer to GET_BROKER_CLUSTER_INFO.
 *
 * @param brokerAddrTable by broker name
 * @param clusterAddrTable broker names by cluster
 */
public record ClusterInfo(Map<String, BrokerData> brokerAddrTable, Map<String, List<String>> clusterAddrTable) {
    public ClusterInfo {
        brokerAddrTable = Ordered.copyOf(brokerAddrTable);
        clusterAddrTable = Ordered.copyOf(clusterAddrTable);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ClusterInfo decode(ByteBuffer json) {
        return JsonIn.decode("ClusterInfo", json, ClusterInfo::read);
    }

    /** The body in standard JSON. */
    public byte[] encode() {
        return encode(JsonStyle.STANDARD);
    }

    /** The body in the style that the client reads. */
    public byte[] encode(JsonStyle style) {
        return JsonOut.encode(style, this::write);
    }

    static ClusterInfo read(JsonIn in) {
        in.beginObject();
        Map<String, BrokerData> brokerAddrTable = Map.of();
        Map<String, List<String>> clusterAddrTable = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "brokerAddrTable" -> brokerAddrTable = in.map(BrokerData::read);
                case "clusterAddrTable" -> clusterAddrTable = in.map(JsonIn::strings);
                default -> in.skip();
            }
        }
        return new ClusterInfo(brokerAddrTable, clusterAddrTable);
    }

    void write(JsonOut out) {
        out.beginObject()
                .map("brokerAddrTable", brokerAddrTable, (o, value) -> value.write(o))
                .map("clusterAddrTable", clusterAddrTable, JsonOut::strings)
                .endObject();
    }
}
