package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 17, UPDATE_AND_CREATE_TOPIC.
 *
 * @param perm bits 4 read, 2 write
 * @param attributes changes such as {@code +message.type=FIFO}, joined by commas
 */
public record CreateTopicHeader(
        String topic,
        String defaultTopic,
        int readQueueCount,
        int writeQueueCount,
        int perm,
        String topicFilterType,
        int topicSysFlag,
        boolean order,
        @Nullable String attributes)
        implements Header {
    private static final String TOPIC = "topic";
    private static final String DEFAULT_TOPIC = "defaultTopic";
    private static final String READ_QUEUE_NUMS = "readQueueNums";
    private static final String WRITE_QUEUE_NUMS = "writeQueueNums";
    private static final String PERM = "perm";
    private static final String TOPIC_FILTER_TYPE = "topicFilterType";
    private static final String TOPIC_SYS_FLAG = "topicSysFlag";
    private static final String ORDER = "order";
    private static final String ATTRIBUTES = "attributes";

    public static CreateTopicHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new CreateTopicHeader(
                in.string(TOPIC),
                in.string(DEFAULT_TOPIC),
                in.integer(READ_QUEUE_NUMS),
                in.integer(WRITE_QUEUE_NUMS),
                in.integer(PERM),
                in.string(TOPIC_FILTER_TYPE, "SINGLE_TAG"),
                in.integer(TOPIC_SYS_FLAG, 0),
                in.bool(ORDER, false),
                in.optional(ATTRIBUTES));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(TOPIC, topic)
                .put(DEFAULT_TOPIC, defaultTopic)
                .put(READ_QUEUE_NUMS, readQueueCount)
                .put(WRITE_QUEUE_NUMS, writeQueueCount)
                .put(PERM, perm)
                .put(TOPIC_FILTER_TYPE, topicFilterType)
                .put(TOPIC_SYS_FLAG, topicSysFlag)
                .put(ORDER, order)
                .putOptional(ATTRIBUTES, attributes)
                .fields();
    }
}
