package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the requests 11, PULL_MESSAGE, and 361, LITE_PULL_MESSAGE, which mean the same.
 *
 * @param queueOffset first queue offset wanted
 * @param sysFlag the bits below
 * @param commitOffset next offset the group will consume; valid with {@link #COMMIT_OFFSET}
 * @param suspendTimeoutMs how long to hold the request while there is nothing to answer; valid with {@link #SUSPEND}
 * @param subscription filter expression; valid with {@link #SUBSCRIPTION}
 * @param subscriptionVersion version of the group's subscription as the client knows it
 * @param expressionType TAG, SQL92, or null for TAG
 * @param maxBytes bytes of messages wanted at most, or null for the broker's choice
 */
public record PullMessageHeader(
        String consumerGroup,
        String topic,
        int queueId,
        long queueOffset,
        int maxMessages,
        int sysFlag,
        long commitOffset,
        long suspendTimeoutMs,
        @Nullable String subscription,
        long subscriptionVersion,
        @Nullable String expressionType,
        @Nullable Integer maxBytes)
        implements Header {

    /** Bit of sysFlag: the request carries an offset to commit. */
    public static final int COMMIT_OFFSET = 1;
    /** Bit of sysFlag: the broker may hold the request until a message arrives. */
    public static final int SUSPEND = 1 << 1;
    /** Bit of sysFlag: the request carries a filter expression of its own. */
    public static final int SUBSCRIPTION = 1 << 2;
    /** Bit of sysFlag: the filter is a class; no longer supported by anyone. */
    public static final int CLASS_FILTER = 1 << 3;
    /** Bit of sysFlag: the consumer manages its queues itself. */
    public static final int LITE_PULL = 1 << 4;

    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String QUEUE_OFFSET = "queueOffset";
    private static final String MAX_MSG_NUMS = "maxMsgNums";
    private static final String SYS_FLAG = "sysFlag";
    private static final String COMMITTED = "commitOffset";
    private static final String SUSPEND_TIMEOUT_MILLIS = "suspendTimeoutMillis";
    private static final String EXPRESSION = "subscription";
    private static final String SUB_VERSION = "subVersion";
    private static final String EXPRESSION_TYPE = "expressionType";
    private static final String MAX_MSG_BYTES = "maxMsgBytes";

    public static PullMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new PullMessageHeader(
                in.string(CONSUMER_GROUP),
                in.string(TOPIC),
                in.integer(QUEUE_ID),
                in.number(QUEUE_OFFSET),
                in.integer(MAX_MSG_NUMS),
                in.integer(SYS_FLAG),
                in.number(COMMITTED),
                in.number(SUSPEND_TIMEOUT_MILLIS),
                in.optional(EXPRESSION),
                in.number(SUB_VERSION),
                in.optional(EXPRESSION_TYPE),
                in.optionalInteger(MAX_MSG_BYTES));
    }

    /** Whether a bit such as {@link #SUSPEND} is set in sysFlag. */
    public boolean has(int bit) {
        return (sysFlag & bit) != 0;
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(QUEUE_OFFSET, queueOffset)
                .put(MAX_MSG_NUMS, maxMessages)
                .put(SYS_FLAG, sysFlag)
                .put(COMMITTED, commitOffset)
                .put(SUSPEND_TIMEOUT_MILLIS, suspendTimeoutMs)
                .putOptional(EXPRESSION, subscription)
                .put(SUB_VERSION, subscriptionVersion)
                .putOptional(EXPRESSION_TYPE, expressionType)
                .putOptional(MAX_MSG_BYTES, maxBytes)
                .fields();
    }
}
