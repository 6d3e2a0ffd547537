package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The unique id that a client gave a message, whole: equal ids are the same text. What stock clients make over IPv4, 32
 * upper-case hexadecimal digits, takes two numbers, any other text is kept beside its hash.
 *
 * <pre>
 *  offset  size  field
 *  0       8     the first 16 digits, or a hash
 *  8       8     the last 16 digits, or 0
 *  16      2+n   text, empty if the digits say it all
 * </pre>
 */
record ClientMessageId(long high, long low, @Nullable String text) {
    /** Longer ids are nobody's: stock clients make 32 to 56 characters. */
    static final int MAX_CHARS = 255;

    private static final int DIGITS_PER_LONG = 16;
    private static final int BITS_PER_DIGIT = 4;

    static ClientMessageId of(String text) {
        return of(StandardCharsets.UTF_8.encode(text));
    }

    /** The id whose text in UTF-8 lies between position and limit. */
    static ClientMessageId of(ByteBuffer utf8) {
        if (isPacked(utf8)) {
            return new ClientMessageId(digits(utf8, 0), digits(utf8, DIGITS_PER_LONG), null);
        }
        String text = StandardCharsets.UTF_8.decode(utf8.duplicate()).toString();
        return new ClientMessageId(text.hashCode(), 0, text);
    }

    static ClientMessageId read(PayloadReader in) {
        long high = in.getLong();
        long low = in.getLong();
        String text = in.getText();
        return new ClientMessageId(high, low, text.isEmpty() ? null : text);
    }

    void write(PayloadWriter out) {
        out.putLong(high).putLong(low).putText(text == null ? "" : text);
    }

    /** Spread over all bits: ids of one client differ in a counter and in milliseconds. */
    int hash() {
        return hash(high, low);
    }

    /** Of an id with these numbers. */
    static int hash(long high, long low) {
        long mixed = (high * 31 + low) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }

    private static boolean isPacked(ByteBuffer utf8) {
        if (utf8.remaining() != 2 * DIGITS_PER_LONG) {
            return false;
        }
        for (int i = utf8.position(); i < utf8.limit(); i++) {
            if (digit(utf8.get(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static long digits(ByteBuffer utf8, int from) {
        long value = 0;
        for (int i = utf8.position() + from; i < utf8.position() + from + DIGITS_PER_LONG; i++) {
            value = value << BITS_PER_DIGIT | digit(utf8.get(i));
        }
        return value;
    }

    /** Lower-case digits make another id, and so are none here. */
    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
