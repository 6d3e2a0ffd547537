package io.ringmq.broker.state;

import io.ringmq.store.key.KeyHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The properties by which a message is found: TAGS, KEYS and UNIQ_KEY, looked up in one pass. Where a name comes more than
 * once, the first one counts. Reads from the message as long as it is used.
 */
final class IndexedProperties {
    private static final byte[] TAGS = "TAGS\1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEYS = "KEYS\1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNIQUE_KEY = "UNIQ_KEY\1".getBytes(StandardCharsets.US_ASCII);
    private static final byte PROPERTY_END = 2;
    private static final byte KEY_END = ' ';
    private static final int ABSENT = -1;

    private final ByteBuffer message;
    private int tags = ABSENT;
    private int tagsEnd = ABSENT;
    private int keys = ABSENT;
    private int keysEnd = ABSENT;
    private int uniqueKey = ABSENT;
    private int uniqueKeyEnd = ABSENT;

    /** @param message the properties are what lies between its position and limit; not changed */
    IndexedProperties(ByteBuffer message) {
        this.message = message;
        int start = message.position();
        while (start < message.limit()) {
            int end = endOf(start, message.limit(), PROPERTY_END);
            take(start, end);
            start = end + 1;
        }
    }

    private void take(int start, int end) {
        if (tags == ABSENT && startsWith(start, end, TAGS)) {
            tags = start + TAGS.length;
            tagsEnd = end;
        } else if (keys == ABSENT && startsWith(start, end, KEYS)) {
            keys = start + KEYS.length;
            keysEnd = end;
        } else if (uniqueKey == ABSENT && startsWith(start, end, UNIQUE_KEY)) {
            uniqueKey = start + UNIQUE_KEY.length;
            uniqueKeyEnd = end;
        }
    }

    /** {@link String#hashCode} of the tag, 0 if it is absent or empty. */
    long tagHash() {
        if (tags == ABSENT) {
            return 0;
        }
        byte[] tag = new byte[tagsEnd - tags];
        message.get(tags, tag);
        return new String(tag, StandardCharsets.UTF_8).hashCode();
    }

    /**
     * Visits the hashes of the keys: the unique id, and the words of KEYS.
     *
     * @param seed of the message's topic
     */
    void forEachKey(long seed, LongConsumer visitor) {
        visitKey(seed, uniqueKey, uniqueKeyEnd, visitor);
        int start = keys;
        while (start < keysEnd) {
            int end = endOf(start, keysEnd, KEY_END);
            visitKey(seed, start, end, visitor);
            start = end + 1;
        }
    }

    private void visitKey(long seed, int from, int to, LongConsumer visitor) {
        if (from < to) {
            visitor.accept(KeyHash.of(seed, message, from, to));
        }
    }

    /** The unique id, null if there is none. */
    @Nullable
    ClientMessageId uniqueId() {
        return uniqueKey == ABSENT ? null : ClientMessageId.of(uniqueKeyBytes());
    }

    /** Whether this is the unique id. */
    boolean hasUniqueId(byte[] id) {
        return uniqueKey != ABSENT && uniqueKeyBytes().equals(ByteBuffer.wrap(id));
    }

    private ByteBuffer uniqueKeyBytes() {
        return message.slice(uniqueKey, uniqueKeyEnd - uniqueKey);
    }

    private int endOf(int from, int to, byte separator) {
        int end = from;
        while (end < to && message.get(end) != separator) {
            end++;
        }
        return end;
    }

    private boolean startsWith(int start, int end, byte[] name) {
        if (end - start < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (message.get(start + i) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
