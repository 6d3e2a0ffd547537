package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 224, GET_TOPICS_BY_CLUSTER. */
public record TopicsByClusterHeader(String clusterName) implements Header {
    private static final String CLUSTER = "cluster";

    public static TopicsByClusterHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new TopicsByClusterHeader(in.string(CLUSTER));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(CLUSTER, clusterName).fields();
    }
}
