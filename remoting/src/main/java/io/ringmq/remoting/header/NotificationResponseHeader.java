package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the answer to NOTIFICATION.
 *
 * @param pollingFull too many requests wait, this one did not
 */
public record NotificationResponseHeader(boolean hasMessage, boolean pollingFull) implements Header {
    private static final String HAS_MSG = "hasMsg";
    private static final String POLLING_FULL = "pollingFull";

    public static NotificationResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new NotificationResponseHeader(in.bool(HAS_MSG, false), in.bool(POLLING_FULL, false));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(HAS_MSG, hasMessage)
                .put(POLLING_FULL, pollingFull)
                .fields();
    }
}
