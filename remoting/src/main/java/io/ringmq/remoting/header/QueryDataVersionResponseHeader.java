package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the answer to 322, QUERY_DATA_VERSION. */
public record QueryDataVersionResponseHeader(boolean changed) implements Header {
    private static final String CHANGED = "changed";

    public static QueryDataVersionResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryDataVersionResponseHeader(in.bool(CHANGED));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(CHANGED, changed).fields();
    }
}
