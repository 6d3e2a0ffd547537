package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the request 12, QUERY_MESSAGE.
 *
 * @param uniqueKey whether the key is a message's unique id rather than one of its KEYS
 */
public record QueryMessageHeader(
        String topic, String key, int maxMessages, long beginTimestampMs, long endTimestampMs, boolean uniqueKey)
        implements Header {
    private static final String TOPIC = "topic";
    private static final String KEY = "key";
    private static final String MAX_NUM = "maxNum";
    private static final String BEGIN_TIMESTAMP = "beginTimestamp";
    private static final String END_TIMESTAMP = "endTimestamp";
    private static final String UNIQUE_KEY_QUERY = "_UNIQUE_KEY_QUERY";

    public static QueryMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryMessageHeader(
                in.string(TOPIC),
                in.string(KEY),
                in.integer(MAX_NUM),
                in.number(BEGIN_TIMESTAMP),
                in.number(END_TIMESTAMP),
                in.bool(UNIQUE_KEY_QUERY, false));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(TOPIC, topic)
                .put(KEY, key)
                .put(MAX_NUM, maxMessages)
                .put(BEGIN_TIMESTAMP, beginTimestampMs)
                .put(END_TIMESTAMP, endTimestampMs)
                .put(UNIQUE_KEY_QUERY, uniqueKey)
                .fields();
    }
}
