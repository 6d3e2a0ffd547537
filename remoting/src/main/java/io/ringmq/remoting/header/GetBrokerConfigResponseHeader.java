package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the answer to 26, GET_BROKER_CONFIG.
 *
 * @param version data version of the configuration, as JSON
 */
public record GetBrokerConfigResponseHeader(String version) implements Header {
    private static final String VERSION = "version";

    public static GetBrokerConfigResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new GetBrokerConfigResponseHeader(in.string(VERSION));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(VERSION, version).fields();
    }
}
