package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of the answer to 103, REGISTER_BROKER. */
public record RegisterBrokerResponseHeader(
        @Nullable String haServerAddress, @Nullable String masterAddress) implements Header {
    private static final String HA_SERVER_ADDR = "haServerAddr";
    private static final String MASTER_ADDR = "masterAddr";

    public static RegisterBrokerResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new RegisterBrokerResponseHeader(in.optional(HA_SERVER_ADDR), in.optional(MASTER_ADDR));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .putOptional(HA_SERVER_ADDR, haServerAddress)
                .putOptional(MASTER_ADDR, masterAddress)
                .fields();
    }
}
