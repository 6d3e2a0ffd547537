package io.ringmq.broker.state;

import java.nio.ByteBuffer;

/** Reads upper-case hexadecimal digits eight at a time, one in each byte of a long, the first one in the highest. */
final class HexDigits {
    /** How many there are in a long. */
    static final int PER_LONG = Long.BYTES;

    static final int BITS = 4;

    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long ZEROS = '0' * EACH_BYTE;
    /** What letters have and figures have not. */
    private static final int LETTER_BIT = 6;

    private static final int TEN = 10;
    /** From behind the last figure to the first letter. */
    private static final int GAP = 'A' - '9' - 1;

    private HexDigits() {}

    /**
     * Up to eight characters, led by zeros if they are fewer.
     *
     * @param text in UTF-8, big-endian; ends at the limit
     * @param at index of the first one
     */
    static long characters(ByteBuffer text, int at) {
        if (text.limit() - at >= PER_LONG) {
            return text.getLong(at);
        }
        long characters = ZEROS;
        for (int i = at; i < text.limit(); i++) {
            characters = (characters << Byte.SIZE) | Byte.toUnsignedInt(text.get(i));
        }
        return characters;
    }

    /** Whether all eight are digits; a lower-case letter is none. */
    static boolean areDigits(long characters) {
        long values = values(characters);
        long letters = ((values + ((1 << BITS) - TEN) * EACH_BYTE) >>> BITS) & EACH_BYTE;
        boolean small = ((values >>> BITS) & EACH_BYTE) == 0;
        return small && values + ZEROS + letters * GAP == characters;
    }

    /** The number that eight digits make. */
    static long number(long digits) {
        long pairs = values(digits);
        pairs = (pairs | (pairs >>> BITS)) & 0x00ff00ff00ff00ffL;
        pairs = (pairs | (pairs >>> (2 * BITS))) & 0x0000ffff0000ffffL;
        return (pairs | (pairs >>> (4 * BITS))) & 0xffffffffL;
    }

    /** Of each character, if it is a digit; less than 32 if it is none. */
    private static long values(long characters) {
        long letters = (characters >>> LETTER_BIT) & EACH_BYTE;
        return (characters & (0xf * EACH_BYTE)) + letters * (TEN - 1);
    }
}
