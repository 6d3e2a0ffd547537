package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/** Header of the request 205, WIPE_WRITE_PERM_OF_BROKER. */
public record WipeWritePermHeader(String brokerName) implements Header {
    private static final String BROKER_NAME = "brokerName";

    public static WipeWritePermHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new WipeWritePermHeader(in.string(BROKER_NAME));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(BROKER_NAME, brokerName).fields();
    }
}
