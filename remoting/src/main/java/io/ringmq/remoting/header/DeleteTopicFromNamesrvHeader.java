package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of the request 216, DELETE_TOPIC_IN_NAMESRV. */
public record DeleteTopicFromNamesrvHeader(
        String topic, @Nullable String clusterName) implements Header {
    private static final String TOPIC = "topic";
    private static final String CLUSTER_NAME = "clusterName";

    public static DeleteTopicFromNamesrvHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new DeleteTopicFromNamesrvHeader(in.string(TOPIC), in.optional(CLUSTER_NAME));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(TOPIC, topic)
                .putOptional(CLUSTER_NAME, clusterName)
                .fields();
    }
}
