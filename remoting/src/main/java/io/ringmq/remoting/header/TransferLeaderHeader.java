package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of TRANSFER_LEADER, RingMQ's own.
 *
 * @param target the member that is to lead, host:port of its Raft server; null for the follower that is most caught up
 * @param passedOn whether a follower has passed the request on, which it may do once
 */
public record TransferLeaderHeader(@Nullable String target, boolean passedOn) implements Header {

    public static TransferLeaderHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new TransferLeaderHeader(in.optional("target"), in.bool("passedOn", false));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .putOptional("target", target)
                .put("passedOn", passedOn)
                .fields();
    }
}
