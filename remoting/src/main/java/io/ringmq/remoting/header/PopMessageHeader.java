package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 200050, POP_MESSAGE.
 *
 * @param queueId -1 for any queue
 * @param invisibleMs how long nobody else gets the messages
 * @param pollMs how long to wait for a message, 0 not to wait
 * @param bornMs when the request was made, by the client's clock
 * @param initMode where a group without progress starts: {@link #INIT_MIN} or {@link #INIT_MAX}
 * @param expression filter of the given type, null for all messages
 * @param attemptId of pops in order: the same one for the same attempt
 */
public record PopMessageHeader(
        String consumerGroup,
        String topic,
        int queueId,
        int maxMessages,
        long invisibleMs,
        long pollMs,
        long bornMs,
        int initMode,
        @Nullable String expressionType,
        @Nullable String expression,
        boolean order,
        @Nullable String attemptId)
        implements Header {
    /** Start at the oldest message. */
    public static final int INIT_MIN = 0;

    /** Start behind the newest message. */
    public static final int INIT_MAX = 1;

    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String MAX_MSG_NUMS = "maxMsgNums";
    private static final String INVISIBLE_TIME = "invisibleTime";
    private static final String POLL_TIME = "pollTime";
    private static final String BORN_TIME = "bornTime";
    private static final String INIT_MODE = "initMode";
    private static final String EXP_TYPE = "expType";
    private static final String EXP = "exp";
    private static final String ORDER = "order";
    private static final String ATTEMPT_ID = "attemptId";

    public static PopMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new PopMessageHeader(
                in.string(CONSUMER_GROUP),
                in.string(TOPIC),
                in.integer(QUEUE_ID),
                in.integer(MAX_MSG_NUMS),
                in.number(INVISIBLE_TIME),
                in.number(POLL_TIME),
                in.number(BORN_TIME),
                in.integer(INIT_MODE),
                in.optional(EXP_TYPE),
                in.optional(EXP),
                in.bool(ORDER, false),
                in.optional(ATTEMPT_ID));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(MAX_MSG_NUMS, maxMessages)
                .put(INVISIBLE_TIME, invisibleMs)
                .put(POLL_TIME, pollMs)
                .put(BORN_TIME, bornMs)
                .put(INIT_MODE, initMode)
                .putOptional(EXP_TYPE, expressionType)
                .putOptional(EXP, expression)
                .put(ORDER, order)
                .putOptional(ATTEMPT_ID, attemptId)
                .fields();
    }
}
