package io.ringmq.broker.state;

import java.util.regex.Pattern;

/**
 * Who numbers its sends at a ring. As text, sixteen hexadecimal digits for each part with a hyphen between.
 *
 * @param number counts the producers of the ring; never given twice
 * @param nonce random, so that a producer of a ring that was lost and made anew is not taken for one of the new ring
 */
public record ProducerId(long number, long nonce) {
    static final int BYTES = 2 * Long.BYTES;

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{16}-[0-9a-f]{16}");
    private static final int DIGITS = 16;
    private static final int RADIX = 16;

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is none that {@link #toString} makes
     */
    public static ProducerId parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no producer id; use the one that OPEN_PRODUCER answered, unchanged");
        }
        return new ProducerId(
                Long.parseUnsignedLong(text.substring(0, DIGITS), RADIX),
                Long.parseUnsignedLong(text.substring(DIGITS + 1), RADIX));
    }

    static ProducerId read(PayloadReader in) {
        return new ProducerId(in.getLong(), in.getLong());
    }

    PayloadWriter write(PayloadWriter out) {
        return out.putLong(number).putLong(nonce);
    }

    @Override
    public String toString() {
        return "%016x-%016x".formatted(number, nonce);
    }
}
