package io.ringmq.bench.report;

import java.util.Locale;

/**
 * A drawing, as the text of an SVG file. Coordinates are pixels from the top left corner, written with one decimal, so
 * that the same drawing is the same text.
 */
final class Svg {
    private static final String FONT = "font-family=\"sans-serif\" font-size=\"12\"";

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
        rect(0, 0, width, height, "#ffffff");
    }

    /** Where a text stands relative to its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void rect(double x, double y, double w, double h, String fill) {
        body.append(
                format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n", x, y, w, h, fill));
    }

    void line(double x1, double y1, double x2, double y2, String stroke) {
        body.append(format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", x1, y1, x2, y2, stroke));
    }

    void text(double x, double y, Anchor anchor, String text) {
        body.append(format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s fill=\"#222222\">%s</text>%n",
                x, y, anchor.name().toLowerCase(Locale.ROOT), FONT, escaped(text)));
    }

    /** The whole file. */
    String file() {
        return format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n%s</svg>%n",
                width, height, width, height, body);
    }

    private static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments).replace(System.lineSeparator(), "\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
