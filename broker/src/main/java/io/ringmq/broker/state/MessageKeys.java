package io.ringmq.broker.state;

import io.ringmq.store.key.KeyHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The keys by which a message can be found: those of the property KEYS, separated by spaces, and UNIQ_KEY. */
final class MessageKeys {
    private static final byte[] KEYS = "KEYS\1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNIQUE_KEY = "UNIQ_KEY\1".getBytes(StandardCharsets.US_ASCII);
    private static final byte PROPERTY_END = 2;

    private MessageKeys() {}

    /**
     * Visits the hashes of the keys.
     *
     * @param seed of the message's topic
     * @param properties from position to limit the properties of the message; not changed
     */
    static void forEach(long seed, ByteBuffer properties, LongConsumer visitor) {
        int start = properties.position();
        while (start < properties.limit()) {
            int end = endOf(properties, start, properties.limit(), PROPERTY_END);
            if (startsWith(properties, start, end, KEYS)) {
                words(seed, properties, start + KEYS.length, end, visitor);
            } else if (startsWith(properties, start, end, UNIQUE_KEY)) {
                word(seed, properties, start + UNIQUE_KEY.length, end, visitor);
            }
            start = end + 1;
        }
    }

    /** Whether this is the unique id among the properties between position and limit. */
    static boolean hasUniqueKey(ByteBuffer properties, byte[] id) {
        ByteBuffer found = uniqueKey(properties);
        return found != null && found.equals(ByteBuffer.wrap(id));
    }

    /** The unique id among the properties between position and limit, null if there is none. */
    static @Nullable ClientMessageId uniqueId(ByteBuffer properties) {
        ByteBuffer found = uniqueKey(properties);
        return found == null ? null : ClientMessageId.of(found);
    }

    private static @Nullable ByteBuffer uniqueKey(ByteBuffer properties) {
        int start = properties.position();
        while (start < properties.limit()) {
            int end = endOf(properties, start, properties.limit(), PROPERTY_END);
            if (startsWith(properties, start, end, UNIQUE_KEY)) {
                int from = start + UNIQUE_KEY.length;
                return properties.slice(from, end - from);
            }
            start = end + 1;
        }
        return null;
    }

    private static void words(long seed, ByteBuffer properties, int from, int to, LongConsumer visitor) {
        int start = from;
        while (start < to) {
            int end = endOf(properties, start, to, (byte) ' ');
            word(seed, properties, start, end, visitor);
            start = end + 1;
        }
    }

    private static void word(long seed, ByteBuffer properties, int from, int to, LongConsumer visitor) {
        if (from < to) {
            visitor.accept(KeyHash.of(seed, properties, from, to));
        }
    }

    private static int endOf(ByteBuffer properties, int from, int to, byte separator) {
        int end = from;
        while (end < to && properties.get(end) != separator) {
            end++;
        }
        return end;
    }

    private static boolean startsWith(ByteBuffer properties, int start, int end, byte[] name) {
        if (end - start < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (properties.get(start + i) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
