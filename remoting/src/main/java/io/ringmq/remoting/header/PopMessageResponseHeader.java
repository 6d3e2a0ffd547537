package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the answer to POP_MESSAGE, whatever its response code: clients insist on the numbers.
 *
 * @param restMessages how many messages are left to pop
 * @param startOffsetInfo {@code flag queueId startOffset;...}
 * @param msgOffsetInfo {@code flag queueId offset,offset,...;...}
 * @param orderCountInfo of pops in order only: how often messages were delivered before, {@code flag qoQUEUEID%offset
 *     count;...}, and {@code flag queueId count;...} for clients before 5.1, the least of the queue
 */
public record PopMessageResponseHeader(
        long popTimeMs,
        long invisibleMs,
        int reviveQueueId,
        long restMessages,
        @Nullable String startOffsetInfo,
        @Nullable String msgOffsetInfo,
        @Nullable String orderCountInfo)
        implements Header {
    private static final String POP_TIME = "popTime";
    private static final String INVISIBLE_TIME = "invisibleTime";
    private static final String REVIVE_QID = "reviveQid";
    private static final String REST_NUM = "restNum";
    private static final String START_OFFSET_INFO = "startOffsetInfo";
    private static final String MSG_OFFSET_INFO = "msgOffsetInfo";
    private static final String ORDER_COUNT_INFO = "orderCountInfo";

    public static PopMessageResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new PopMessageResponseHeader(
                in.number(POP_TIME),
                in.number(INVISIBLE_TIME),
                in.integer(REVIVE_QID),
                in.number(REST_NUM),
                in.optional(START_OFFSET_INFO),
                in.optional(MSG_OFFSET_INFO),
                in.optional(ORDER_COUNT_INFO));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(POP_TIME, popTimeMs)
                .put(INVISIBLE_TIME, invisibleMs)
                .put(REVIVE_QID, reviveQueueId)
                .put(REST_NUM, restMessages)
                .putOptional(START_OFFSET_INFO, startOffsetInfo)
                .putOptional(MSG_OFFSET_INFO, msgOffsetInfo)
                .putOptional(ORDER_COUNT_INFO, orderCountInfo)
                .fields();
    }
}
