package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of the answer to 101, GET_KV_CONFIG. */
public record GetKvConfigResponseHeader(@Nullable String value) implements Header {
    private static final String VALUE = "value";

    public static GetKvConfigResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetKvConfigResponseHeader(in.optional(VALUE));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().putOptional(VALUE, value).fields();
    }
}
