package io.ringmq.broker.filter;

/**
 * A text to look for inside others, by Knuth, Morris and Pratt: a search takes one pass over the other text, whatever
 * both contain.
 */
final class Needle {
    private final String text;
    /** For each prefix, the length of the longest shorter prefix that it ends with. */
    private final int[] borders;

    Needle(String text) {
        this.text = text;
        this.borders = new int[text.length() + 1];
        for (int i = 1; i < text.length(); i++) {
            borders[i + 1] = extended(borders[i], text.charAt(i));
        }
    }

    String text() {
        return text;
    }

    boolean isIn(String haystack) {
        int matched = 0;
        for (int i = 0; i < haystack.length() && matched < text.length(); i++) {
            matched = extended(matched, haystack.charAt(i));
        }
        return matched == text.length();
    }

    /** The length of the longest prefix that the present one, cut at its beginning as needed, makes with one more. */
    private int extended(int matched, char c) {
        int length = matched;
        while (length > 0 && text.charAt(length) != c) {
            length = borders[length];
        }
        return text.charAt(length) == c ? length + 1 : length;
    }
}
