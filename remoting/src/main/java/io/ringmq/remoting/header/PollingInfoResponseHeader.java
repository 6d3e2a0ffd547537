package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the answer to POLLING_INFO.
 *
 * @param waiting how many pops wait for messages
 */
public record PollingInfoResponseHeader(int waiting) implements Header {
    private static final String POLLING_NUM = "pollingNum";

    public static PollingInfoResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new PollingInfoResponseHeader(in.integer(POLLING_NUM));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put(POLLING_NUM, waiting).fields();
    }
}
