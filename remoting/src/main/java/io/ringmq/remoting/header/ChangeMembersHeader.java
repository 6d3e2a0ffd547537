package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of CHANGE_MEMBERS, RingMQ's own.
 *
 * @param action {@link #ADD_LEARNER}, {@link #PROMOTE} or {@link #REMOVE}
 * @param peer the node it is about, host:port of its Raft server
 * @param passedOn whether a follower has passed the request on, which it may do once
 */
public record ChangeMembersHeader(String action, String peer, boolean passedOn) implements Header {
    public static final String ADD_LEARNER = "add-learner";
    public static final String PROMOTE = "promote";
    public static final String REMOVE = "remove";

    public static ChangeMembersHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ChangeMembersHeader(in.string("action"), in.string("peer"), in.bool("passedOn", false));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put("action", action)
                .put("peer", peer)
                .put("passedOn", passedOn)
                .fields();
    }
}
