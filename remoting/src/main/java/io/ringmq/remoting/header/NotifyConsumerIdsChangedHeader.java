package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 40 to a client, NOTIFY_CONSUMER_IDS_CHANGED. */
public record NotifyConsumerIdsChangedHeader(String consumerGroup) implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";

    public static NotifyConsumerIdsChangedHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new NotifyConsumerIdsChangedHeader(in.string(CONSUMER_GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(CONSUMER_GROUP, consumerGroup).fields();
    }
}
