package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 100, PUT_KV_CONFIG. */
public record PutKvConfigHeader(String namespace, String key, String value) implements Header {
    private static final String NAMESPACE = "namespace";
    private static final String KEY = "key";
    private static final String VALUE = "value";

    public static PutKvConfigHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new PutKvConfigHeader(in.string(NAMESPACE), in.string(KEY), in.string(VALUE));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(NAMESPACE, namespace)
                .put(KEY, key)
                .put(VALUE, value)
                .fields();
    }
}
