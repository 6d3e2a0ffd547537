package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 901, GET_BROKER_MEMBER_GROUP. */
public record GetBrokerMemberGroupHeader(String clusterName, String brokerName) implements Header {
    private static final String CLUSTER_NAME = "clusterName";
    private static final String BROKER_NAME = "brokerName";

    public static GetBrokerMemberGroupHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetBrokerMemberGroupHeader(in.string(CLUSTER_NAME), in.string(BROKER_NAME));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CLUSTER_NAME, clusterName)
                .put(BROKER_NAME, brokerName)
                .fields();
    }
}
