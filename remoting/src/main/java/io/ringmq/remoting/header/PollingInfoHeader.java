package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 200055, POLLING_INFO.
 */
public record PollingInfoHeader(String topic, String consumerGroup) implements Header {
    private static final String TOPIC = "topic";
    private static final String CONSUMER_GROUP = "consumerGroup";

    public static PollingInfoHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new PollingInfoHeader(in.string(TOPIC), in.string(CONSUMER_GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(TOPIC, topic)
                .put(CONSUMER_GROUP, consumerGroup)
                .fields();
    }
}
