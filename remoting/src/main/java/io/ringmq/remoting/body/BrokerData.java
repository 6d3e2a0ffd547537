package io.ringmq.remoting.body;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The brokers of one name.
 *
 * @param brokerAddrs host:port by broker id; id 0 takes writes
 */
public record BrokerData(
        String cluster,
        String brokerName,
        Map<Long, String> brokerAddrs,
        @Nullable String zoneName,
        boolean enableActingMaster) {
    public BrokerData {
        brokerAddrs = Ordered.copyOf(brokerAddrs);
    }

    static BrokerData read(JsonIn in) {
        in.beginObject();
        String cluster = "";
        String brokerName = null;
        Map<Long, String> brokerAddrs = Map.of();
        String zoneName = null;
        boolean enableActingMaster = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "cluster" -> cluster = in.string();
                case "brokerName" -> brokerName = in.string();
                case "brokerAddrs" -> brokerAddrs = in.numbered();
                case "zoneName" -> zoneName = in.string();
                case "enableActingMaster" -> enableActingMaster = in.bool();
                default -> in.skip();
            }
        }
        return new BrokerData(
                cluster, in.required(brokerName, "brokerName"), brokerAddrs, zoneName, enableActingMaster);
    }

    void write(JsonOut out) {
        out.beginObject()
                .numbered("brokerAddrs", brokerAddrs)
                .member("brokerName", brokerName)
                .member("cluster", cluster)
                .member("enableActingMaster", enableActingMaster)
                .member("zoneName", zoneName)
                .endObject();
    }
}
