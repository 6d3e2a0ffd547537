package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 326 to a client, PUSH_REPLY_MESSAGE_TO_CLIENT: that of the reply's send, spelled out, and more.
 *
 * @param send of the reply; whether it is a batch and how often it may be retried is not passed on
 * @param properties of the reply, instead of those of the send
 * @param bornHost {@code ip:port} of the replier
 * @param storeHost {@code host:port} of the broker
 */
public record ReplyMessageHeader(
        SendMessageHeader send, String properties, String bornHost, String storeHost, long storeTimestampMs)
        implements Header {
    private static final String PRODUCER_GROUP = "producerGroup";
    private static final String TOPIC = "topic";
    private static final String DEFAULT_TOPIC = "defaultTopic";
    private static final String DEFAULT_TOPIC_QUEUES = "defaultTopicQueueNums";
    private static final String QUEUE_ID = "queueId";
    private static final String SYS_FLAG = "sysFlag";
    private static final String BORN_TIMESTAMP = "bornTimestamp";
    private static final String FLAG = "flag";
    private static final String PROPERTIES = "properties";
    private static final String RECONSUME_TIMES = "reconsumeTimes";
    private static final String UNIT_MODE = "unitMode";
    private static final String BORN_HOST = "bornHost";
    private static final String STORE_HOST = "storeHost";
    private static final String STORE_TIMESTAMP = "storeTimestamp";

    public static ReplyMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new ReplyMessageHeader(
                SendMessageHeader.parse(command),
                in.string(PROPERTIES, ""),
                in.string(BORN_HOST),
                in.string(STORE_HOST),
                in.number(STORE_TIMESTAMP));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(PRODUCER_GROUP, send.producerGroup())
                .put(TOPIC, send.topic())
                .put(DEFAULT_TOPIC, send.defaultTopic())
                .put(DEFAULT_TOPIC_QUEUES, send.defaultTopicQueueCount())
                .put(QUEUE_ID, send.queueId())
                .put(SYS_FLAG, send.sysFlag())
                .put(BORN_TIMESTAMP, send.bornTimestampMs())
                .put(FLAG, send.flag())
                .put(PROPERTIES, properties)
                .put(RECONSUME_TIMES, send.reconsumeTimes())
                .put(UNIT_MODE, send.unitMode())
                .put(BORN_HOST, bornHost)
                .put(STORE_HOST, storeHost)
                .put(STORE_TIMESTAMP, storeTimestampMs)
                .fields();
    }
}
