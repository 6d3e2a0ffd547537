package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the answer that is one queue offset (codes 14, 29, 30, 31). */
public record OffsetResponseHeader(long offset) implements Header {
    private static final String OFFSET = "offset";

    public static OffsetResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new OffsetResponseHeader(in.number(OFFSET));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(OFFSET, offset).fields();
    }
}
