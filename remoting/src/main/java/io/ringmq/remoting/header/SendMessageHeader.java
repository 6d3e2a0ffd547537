package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import io.ringmq.remoting.protocol.RequestCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of every send: 10 and 324 spell field names out, 310, 320 and 325 abbreviate them to one letter. Both
 * spellings are read, whatever the code; the short one is written.
 *
 * @param defaultTopic topic whose settings an automatically created topic copies
 * @param queueId queue to append to; negative to let the broker choose
 * @param sysFlag bits of the message such as "body is compressed"
 * @param flag number that belongs to the application
 * @param properties properties in their wire form, empty if there are none
 * @param maxReconsumeTimes attempts before the dead letter queue, or null for the group's setting
 * @param batch whether the body holds several messages
 */
public record SendMessageHeader(
        String producerGroup,
        String topic,
        String defaultTopic,
        int defaultTopicQueueCount,
        int queueId,
        int sysFlag,
        long bornTimestampMs,
        int flag,
        String properties,
        int reconsumeTimes,
        boolean unitMode,
        @Nullable Integer maxReconsumeTimes,
        boolean batch)
        implements Header {

    private static final Names LONG = new Names(
            "producerGroup",
            "topic",
            "defaultTopic",
            "defaultTopicQueueNums",
            "queueId",
            "sysFlag",
            "bornTimestamp",
            "flag",
            "properties",
            "reconsumeTimes",
            "unitMode",
            "maxReconsumeTimes",
            "batch");
    private static final Names SHORT = new Names("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m");

    public static SendMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        Names names = in.has(SHORT.topic) ? SHORT : LONG;
        return new SendMessageHeader(
                in.string(names.producerGroup),
                in.string(names.topic),
                in.string(names.defaultTopic),
                in.integer(names.defaultTopicQueueCount),
                in.integer(names.queueId),
                in.integer(names.sysFlag),
                in.number(names.bornTimestamp),
                in.integer(names.flag),
                in.string(names.properties, ""),
                in.integer(names.reconsumeTimes, 0),
                in.bool(names.unitMode, false),
                in.optionalInteger(names.maxReconsumeTimes),
                in.bool(names.batch, false) || command.code() == RequestCode.SEND_BATCH_MESSAGE);
    }

    /** The broker name that the client meant to send to; null from clients that do not say. */
    public static @Nullable String addressedBroker(Command command) {
        return command.fields().get(new HeaderReader(command).has(SHORT.topic) ? "n" : "bname");
    }

    /** The properties of the message, of a request whose other fields nobody needs yet. */
    public static String properties(Command command) {
        String properties = command.fields().get(new HeaderReader(command).has(SHORT.topic) ? "i" : "properties");
        return properties == null ? "" : properties;
    }

    /** The header in the short spelling, for codes 310, 320 and 325. */
    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(SHORT.producerGroup, producerGroup)
                .put(SHORT.topic, topic)
                .put(SHORT.defaultTopic, defaultTopic)
                .put(SHORT.defaultTopicQueueCount, defaultTopicQueueCount)
                .put(SHORT.queueId, queueId)
                .put(SHORT.sysFlag, sysFlag)
                .put(SHORT.bornTimestamp, bornTimestampMs)
                .put(SHORT.flag, flag)
                .put(SHORT.properties, properties)
                .put(SHORT.reconsumeTimes, reconsumeTimes)
                .put(SHORT.unitMode, unitMode)
                .putOptional(SHORT.maxReconsumeTimes, maxReconsumeTimes)
                .put(SHORT.batch, batch)
                .fields();
    }

    private record Names(
            String producerGroup,
            String topic,
            String defaultTopic,
            String defaultTopicQueueCount,
            String queueId,
            String sysFlag,
            String bornTimestamp,
            String flag,
            String properties,
            String reconsumeTimes,
            String unitMode,
            String maxReconsumeTimes,
            String batch) {}
}
