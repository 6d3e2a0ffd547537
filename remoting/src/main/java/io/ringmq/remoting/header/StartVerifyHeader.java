package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of START_VERIFY, RingMQ's own.
 *
 * @param id chosen by whoever asks; GET_DIGEST names it
 * @param fromOffset the physical offset from which the logs are compared; every replica must have it
 */
public record StartVerifyHeader(long id, long fromOffset) implements Header {

    public static StartVerifyHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new StartVerifyHeader(in.number("id"), in.number("fromOffset"));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put("id", id).put("fromOffset", fromOffset).fields();
    }
}
