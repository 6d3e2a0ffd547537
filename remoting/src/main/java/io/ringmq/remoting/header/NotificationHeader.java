package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 200054, NOTIFICATION: tell when there is something to pop.
 *
 * @param queueId -1 for any queue
 * @param pollMs how long to wait
 */
public record NotificationHeader(
        String consumerGroup,
        String topic,
        int queueId,
        long pollMs,
        long bornMs,
        boolean order,
        @Nullable String attemptId,
        @Nullable String expressionType,
        @Nullable String expression)
        implements Header {
    private static final String CONSUMER_GROUP = "consumerGroup";
    private static final String TOPIC = "topic";
    private static final String QUEUE_ID = "queueId";
    private static final String POLL_TIME = "pollTime";
    private static final String BORN_TIME = "bornTime";
    private static final String ORDER = "order";
    private static final String ATTEMPT_ID = "attemptId";
    private static final String EXP_TYPE = "expType";
    private static final String EXP = "exp";

    public static NotificationHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new NotificationHeader(
                in.string(CONSUMER_GROUP),
                in.string(TOPIC),
                in.integer(QUEUE_ID),
                in.number(POLL_TIME),
                in.number(BORN_TIME),
                in.bool(ORDER, false),
                in.optional(ATTEMPT_ID),
                in.optional(EXP_TYPE),
                in.optional(EXP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CONSUMER_GROUP, consumerGroup)
                .put(TOPIC, topic)
                .put(QUEUE_ID, queueId)
                .put(POLL_TIME, pollMs)
                .put(BORN_TIME, bornMs)
                .put(ORDER, order)
                .putOptional(ATTEMPT_ID, attemptId)
                .putOptional(EXP_TYPE, expressionType)
                .putOptional(EXP, expression)
                .fields();
    }
}
