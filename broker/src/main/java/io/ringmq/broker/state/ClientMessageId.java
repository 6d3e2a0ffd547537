package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The unique id that a client gave a message, whole: equal ids are the same text. What stock clients make, 32 upper-case
 * hexadecimal digits over IPv4 and 56 over IPv6, takes four numbers and no object; any other text is kept beside its hash.
 *
 * <pre>
 *  digits 1, 0 if it is a text
 *  four differences to the numbers of the id in front of it, 16 digits each, the rest in the last (PayloadWriter.putSmall); or a text
 * </pre>
 *
 * @param digits how many, up to {@value #MAX_DIGITS}; 0 if there is a text
 */
record ClientMessageId(
        int digits,
        long first,
        long second,
        long third,
        long fourth,
        @Nullable String text) {
    static final ClientMessageId NONE = ofText("");

    /** Longer ids are nobody's: stock clients make 32 to 56 characters. */
    static final int MAX_CHARS = 255;

    private static final int DIGITS_PER_WORD = 16;
    private static final int WORDS = 4;
    private static final int MAX_DIGITS = WORDS * DIGITS_PER_WORD;
    private static final int HASH_FACTOR = 31;
    /** What ids of stock clients end with, behind milliseconds. */
    private static final int COUNTER_BITS = 16;

    private static final int COUNTER_MASK = (1 << COUNTER_BITS) - 1;
    /** Few: ids that differ in nothing else have one hash. */
    private static final int NEIGHBOURS_MS_BITS = 4;

    static ClientMessageId of(String text) {
        return of(StandardCharsets.UTF_8.encode(text));
    }

    /** The id whose text in UTF-8 lies between position and limit of a big-endian buffer. */
    static ClientMessageId of(ByteBuffer utf8) {
        int digits = utf8.remaining();
        if (isPacked(utf8)) {
            return new ClientMessageId(digits, word(utf8, 0), word(utf8, 1), word(utf8, 2), word(utf8, 3), null);
        }
        return ofText(StandardCharsets.UTF_8.decode(utf8.duplicate()).toString());
    }

    private static ClientMessageId ofText(String text) {
        return new ClientMessageId(0, text.hashCode(), 0, 0, 0, text);
    }

    /** What {@link #write} wrote. */
    static ClientMessageId read(PayloadReader in, ClientMessageId before) {
        int digits = in.getByte();
        if (digits == 0) {
            return ofText(in.getText());
        }
        if (digits < 0 || digits > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "a message id has " + digits + " digits, at most " + MAX_DIGITS + " fit");
        }
        return new ClientMessageId(
                digits,
                before.first + in.getSmall(),
                before.second + in.getSmall(),
                before.third + in.getSmall(),
                before.fourth + in.getSmall(),
                null);
    }

    /** Writes it behind another one, or {@link #NONE}: ids of one client differ in a few digits as a rule. */
    void write(PayloadWriter out, ClientMessageId before) {
        out.putByte(digits);
        if (text != null) {
            out.putText(text);
        } else {
            out.putSmall(first - before.first)
                    .putSmall(second - before.second)
                    .putSmall(third - before.third)
                    .putSmall(fourth - before.fourth);
        }
    }

    /**
     * Ids that a stock client makes within some milliseconds have hashes that follow each other, as their last digits, a
     * counter, do: what is kept by hash lies side by side then. All others are spread over all bits.
     */
    int hash() {
        boolean overIpv6 = digits > 2 * DIGITS_PER_WORD;
        long timeAndCounter = overIpv6 ? fourth : second;
        long rest = overIpv6 ? (first * HASH_FACTOR + second) * HASH_FACTOR + third : first;
        long sum = rest * HASH_FACTOR + (timeAndCounter >>> (COUNTER_BITS + NEIGHBOURS_MS_BITS));
        return (int) ((sum * 0x9E3779B97F4A7C15L) >>> 32) + (int) (timeAndCounter & COUNTER_MASK);
    }

    private static boolean isPacked(ByteBuffer utf8) {
        if (!utf8.hasRemaining() || utf8.remaining() > MAX_DIGITS) {
            return false;
        }
        for (int at = utf8.position(); at < utf8.limit(); at += HexDigits.PER_LONG) {
            if (!HexDigits.areDigits(HexDigits.characters(utf8, at))) {
                return false;
            }
        }
        return true;
    }

    private static long word(ByteBuffer utf8, int word) {
        long value = 0;
        int from = utf8.position() + word * DIGITS_PER_WORD;
        int to = Math.min(utf8.limit(), from + DIGITS_PER_WORD);
        for (int at = from; at < to; at += HexDigits.PER_LONG) {
            int digits = Math.min(to - at, HexDigits.PER_LONG);
            value = value << (digits * HexDigits.BITS) | HexDigits.number(HexDigits.characters(utf8, at));
        }
        return value;
    }
}
