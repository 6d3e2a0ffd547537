package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 101, GET_KV_CONFIG. */
public record GetKvConfigHeader(String namespace, String key) implements Header {
    private static final String NAMESPACE = "namespace";
    private static final String KEY = "key";

    public static GetKvConfigHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetKvConfigHeader(in.string(NAMESPACE), in.string(KEY));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(NAMESPACE, namespace).put(KEY, key).fields();
    }
}
