package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 322, QUERY_DATA_VERSION. */
public record QueryDataVersionHeader(String brokerName, String brokerAddress, String clusterName, long brokerId)
        implements Header {
    private static final String BROKER_NAME = "brokerName";
    private static final String BROKER_ADDR = "brokerAddr";
    private static final String CLUSTER_NAME = "clusterName";
    private static final String BROKER_ID = "brokerId";

    public static QueryDataVersionHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryDataVersionHeader(
                in.string(BROKER_NAME), in.string(BROKER_ADDR), in.string(CLUSTER_NAME), in.number(BROKER_ID));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(BROKER_NAME, brokerName)
                .put(BROKER_ADDR, brokerAddress)
                .put(CLUSTER_NAME, clusterName)
                .put(BROKER_ID, brokerId)
                .fields();
    }
}
