package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 314, CLONE_GROUP_OFFSET.
 *
 * @param topic null or blank for all topics of the source
 * @param offline whether a topic counts that connected consumers of the source do not subscribe to
 */
public record CloneGroupOffsetHeader(
        String sourceGroup,
        String destinationGroup,
        @Nullable String topic,
        boolean offline) implements Header {
    private static final String SRC_GROUP = "srcGroup";
    private static final String DEST_GROUP = "destGroup";
    private static final String TOPIC = "topic";
    private static final String OFFLINE = "offline";

    public static CloneGroupOffsetHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new CloneGroupOffsetHeader(
                in.string(SRC_GROUP), in.string(DEST_GROUP), in.optional(TOPIC), in.bool(OFFLINE, false));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(SRC_GROUP, sourceGroup)
                .put(DEST_GROUP, destinationGroup)
                .putOptional(TOPIC, topic)
                .put(OFFLINE, offline)
                .fields();
    }
}
