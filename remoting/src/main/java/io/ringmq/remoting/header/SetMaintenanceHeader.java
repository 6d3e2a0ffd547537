package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of SET_MAINTENANCE, RingMQ's own.
 *
 * @param on whether the node is to be in maintenance from now on
 */
public record SetMaintenanceHeader(boolean on) implements Header {

    public static SetMaintenanceHeader parse(Command command) {
        return new SetMaintenanceHeader(new HeaderReader(command).bool("on"));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter().put("on", on).fields();
    }
}
