package io.ringmq.broker.lookup;

import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.state.KeyView;
import io.ringmq.remoting.header.QueryMessageHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.store.key.KeyPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One search for messages by a key: looks positions up in the index, reads what is there and keeps what has the key. */
final class MessageSearch {
    /** Most bytes of messages in an answer, far below what a client takes; the rest of what was found is left out. */
    private static final int MAX_BYTES = 8 << 20;

    /** Most messages that are read for an answer: hashes are alike seldom, but an index may be behind deletions. */
    private static final int MAX_READS = 256;

    private final QueryMessageHeader query;
    private final KeyView keys;
    private final StoredMessages stored;
    private final List<ByteBuffer> found = new ArrayList<>();
    private int bytes;
    private int reads;
    private long beforeOffset = Long.MAX_VALUE;

    MessageSearch(QueryMessageHeader query, KeyView keys, StoredMessages stored) {
        this.query = query;
        this.keys = keys;
        this.stored = stored;
    }

    /** The messages in wire layout, newest first. */
    List<ByteBuffer> run(int max) {
        List<KeyPosition> positions = next(max);
        while (!positions.isEmpty()) {
            for (KeyPosition position : positions) {
                beforeOffset = position.physicalOffset();
                ByteBuffer message = stored.at(position.physicalOffset());
                reads++;
                if (message != null && hasKey(message) && !take(message, max)) {
                    return found;
                }
            }
            boolean more = positions.size() == max && reads < MAX_READS;
            positions = more ? next(max) : List.of();
        }
        return found;
    }

    private List<KeyPosition> next(int max) {
        return keys.messagesWithKey(
                query.topic(), query.key(), query.beginTimestampMs(), query.endTimestampMs(), beforeOffset, max);
    }

    /** Whether more may be taken. */
    private boolean take(ByteBuffer message, int max) {
        if (bytes + message.remaining() > MAX_BYTES && !found.isEmpty()) {
            return false;
        }
        bytes += message.remaining();
        found.add(message);
        return found.size() < max;
    }

    private boolean hasKey(ByteBuffer message) {
        if (!MessageLayout.topic(message, 0).equals(query.topic())) {
            return false;
        }
        String properties = MessageLayout.properties(message, 0);
        boolean unique = query.key().equals(MessageProperties.find(properties, PropertyNames.UNIQ_KEY));
        return unique
                || (!query.uniqueKey() && isAmong(query.key(), MessageProperties.find(properties, PropertyNames.KEYS)));
    }

    private static boolean isAmong(String key, @Nullable String keys) {
        return keys != null && List.of(keys.split(" ")).contains(key);
    }
}
