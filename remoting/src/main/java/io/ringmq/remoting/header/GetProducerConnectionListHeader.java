package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 204, GET_PRODUCER_CONNECTION_LIST. */
public record GetProducerConnectionListHeader(String producerGroup) implements Header {
    private static final String PRODUCER_GROUP = "producerGroup";

    public static GetProducerConnectionListHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetProducerConnectionListHeader(in.string(PRODUCER_GROUP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(PRODUCER_GROUP, producerGroup).fields();
    }
}
