package io.ringmq.bench.report;

import java.util.Locale;

/** Numbers as tables show them, the same in every locale. */
public final class Numbers {
    private static final double SMALL_RATIO = 0.1;

    private Numbers() {}

    /** With thousands separators. */
    public static String grouped(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A ratio with two decimals, small ones with three. */
    public static String ratio(double value) {
        return String.format(Locale.ROOT, value < SMALL_RATIO ? "%.3fx" : "%.2fx", value);
    }

    /** A number with at most three decimals and no trailing zeros. */
    static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
