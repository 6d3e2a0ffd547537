package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 36, CONSUMER_SEND_MSG_BACK.
 *
 * @param physicalOffset where the broker that is asked stores the message
 * @param delayLevel 0 to let the broker choose by the number of attempts, negative for the dead letter queue
 * @param maxReconsumeTimes attempts before the dead letter queue, or null for the group's setting
 */
public record ConsumerSendMessageBackHeader(
        long physicalOffset,
        String consumerGroup,
        int delayLevel,
        @Nullable String originMessageId,
        @Nullable String originTopic,
        boolean unitMode,
        @Nullable Integer maxReconsumeTimes)
        implements Header {
    private static final String OFFSET = "offset";
    private static final String GROUP = "group";
    private static final String DELAY_LEVEL = "delayLevel";
    private static final String ORIGIN_MSG_ID = "originMsgId";
    private static final String ORIGIN_TOPIC = "originTopic";
    private static final String UNIT_MODE = "unitMode";
    private static final String MAX_RECONSUME_TIMES = "maxReconsumeTimes";

    public static ConsumerSendMessageBackHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ConsumerSendMessageBackHeader(
                in.number(OFFSET),
                in.string(GROUP),
                in.integer(DELAY_LEVEL),
                in.optional(ORIGIN_MSG_ID),
                in.optional(ORIGIN_TOPIC),
                in.bool(UNIT_MODE, false),
                in.optionalInteger(MAX_RECONSUME_TIMES));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(OFFSET, physicalOffset)
                .put(GROUP, consumerGroup)
                .put(DELAY_LEVEL, delayLevel)
                .putOptional(ORIGIN_MSG_ID, originMessageId)
                .putOptional(ORIGIN_TOPIC, originTopic)
                .put(UNIT_MODE, unitMode)
                .putOptional(MAX_RECONSUME_TIMES, maxReconsumeTimes)
                .fields();
    }
}
