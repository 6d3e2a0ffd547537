package io.ringmq.broker.config;

/** Sizes as an operator writes them: {@code 1073741824}, {@code 64KiB}, {@code 8MiB} or {@code 1GiB}. */
final class ByteSize {
    private static final String[] SUFFIXES = {"GiB", "MiB", "KiB"};
    private static final long[] FACTORS = {1L << 30, 1L << 20, 1L << 10};

    private ByteSize() {}

    static long parse(String text) {
        String digits = text.strip();
        long factor = 1;
        for (int i = 0; i < SUFFIXES.length; i++) {
            if (digits.endsWith(SUFFIXES[i])) {
                digits = digits.substring(0, digits.length() - SUFFIXES[i].length())
                        .strip();
                factor = FACTORS[i];
                break;
            }
        }
        try {
            return Math.multiplyExact(Long.parseLong(digits), factor);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 1048576, 512KiB, 8MiB or 1GiB", e);
        }
    }

    static String format(long bytes) {
        for (int i = 0; i < SUFFIXES.length; i++) {
            if (bytes >= FACTORS[i] && bytes % FACTORS[i] == 0) {
                return bytes / FACTORS[i] + SUFFIXES[i];
            }
        }
        return Long.toString(bytes);
    }
}
