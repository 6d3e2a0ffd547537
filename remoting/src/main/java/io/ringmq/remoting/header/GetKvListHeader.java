package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 219, GET_KVLIST_BY_NAMESPACE. */
public record GetKvListHeader(String namespace) implements Header {
    private static final String NAMESPACE = "namespace";

    public static GetKvListHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetKvListHeader(in.string(NAMESPACE));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(NAMESPACE, namespace).fields();
    }
}
