package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 207, DELETE_SUBSCRIPTIONGROUP.
 *
 * @param cleanOffset whether the group's offsets go as well
 */
public record DeleteSubscriptionGroupHeader(String consumerGroup, boolean cleanOffset) implements Header {
    private static final String GROUP_NAME = "groupName";
    private static final String CLEAN_OFFSET = "cleanOffset";
    /** What 4.x tools call it. */
    private static final String REMOVE_OFFSET = "removeOffset";

    public static DeleteSubscriptionGroupHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new DeleteSubscriptionGroupHeader(
                in.string(GROUP_NAME), in.bool(CLEAN_OFFSET, in.bool(REMOVE_OFFSET, false)));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(GROUP_NAME, consumerGroup)
                .put(CLEAN_OFFSET, cleanOffset)
                .fields();
    }
}
