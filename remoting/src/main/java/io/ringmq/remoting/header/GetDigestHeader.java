package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of GET_DIGEST, RingMQ's own.
 *
 * @param id that START_VERIFY was given
 */
public record GetDigestHeader(long id) implements Header {

    public static GetDigestHeader parse(Command command) {
        return new GetDigestHeader(new HeaderReader(command).number("id"));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put("id", id).fields();
    }
}
