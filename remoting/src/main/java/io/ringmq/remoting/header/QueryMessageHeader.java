package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 12, QUERY_MESSAGE.
 *
 * @param uniqueKey whether the key is a message's unique id rather than one of its KEYS
 * @param indexType from 5.5 on which index is meant: K for KEYS, U for unique ids, T for tags
 * @param lastKey from 5.5 on where an earlier answer ended
 */
public record QueryMessageHeader(
        String topic,
        String key,
        int maxMessages,
        long beginTimestampMs,
        long endTimestampMs,
        boolean uniqueKey,
        @Nullable String indexType,
        @Nullable String lastKey)
        implements Header {
    private static final String TOPIC = "topic";
    private static final String KEY = "key";
    private static final String MAX_NUM = "maxNum";
    private static final String BEGIN_TIMESTAMP = "beginTimestamp";
    private static final String END_TIMESTAMP = "endTimestamp";
    private static final String UNIQUE_KEY_QUERY = "_UNIQUE_KEY_QUERY";
    private static final String INDEX_TYPE = "indexType";
    private static final String LAST_KEY = "lastKey";

    public static QueryMessageHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new QueryMessageHeader(
                in.string(TOPIC),
                in.string(KEY),
                in.integer(MAX_NUM),
                in.number(BEGIN_TIMESTAMP),
                in.number(END_TIMESTAMP),
                in.bool(UNIQUE_KEY_QUERY, false),
                in.optional(INDEX_TYPE),
                in.optional(LAST_KEY));
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
                .putOptional(INDEX_TYPE, indexType)
                .putOptional(LAST_KEY, lastKey)
                .fields();
    }
}
