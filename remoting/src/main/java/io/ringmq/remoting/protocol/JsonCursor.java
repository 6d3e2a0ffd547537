package io.ringmq.remoting.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON (RFC 8259) token by token out of an array. Only what a header needs: objects, strings, numbers, literals, and
 * skipping what is unknown. It stands here instead of a library because every request and answer passes it, and a header
 * is a few hundred bytes, for which a parser's set-up alone costs more than the reading (docs/adr/0006).
 *
 * <p>Every method throws {@link SyntaxException} if the text is not what is asked for. Of a number only the characters and
 * the length are looked at; whether it is one is for whoever parses it to say.
 */
final class JsonCursor {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_NUMBER_CHARS = 32;
    private static final String[] LETTERS = letters();

    /** What was read is not JSON, or not what was expected. */
    static final class SyntaxException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message);
        }
    }

    private final byte[] text;
    private final int start;
    private final int end;
    private int at;

    JsonCursor(ByteBuffer in) {
        text = in.array();
        start = in.arrayOffset() + in.position();
        end = start + in.remaining();
        at = start;
    }

    private static String[] letters() {
        String[] letters = new String[128];
        for (char c = 0; c < letters.length; c++) {
            letters[c] = String.valueOf(c);
        }
        return letters;
    }

    /** The first byte of the next token, which is not consumed; 0 at the end. */
    byte peek() {
        while (at < end && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
        return at < end ? text[at] : 0;
    }

    void expect(char token) {
        if (peek() != token) {
            throw error("expected '" + token + "'");
        }
        at++;
    }

    void expectEnd() {
        if (peek() != 0 || at < end) {
            throw error("trailing bytes");
        }
    }

    /** Whether an object, whose '{' has been consumed, has another member; consumes the comma before it, or the '}'. */
    boolean nextMember(boolean first) {
        if (peek() == '}') {
            at++;
            return false;
        }
        if (!first) {
            expect(',');
        }
        return true;
    }

    /** The name of a member and the colon behind it. */
    String name() {
        String name = string();
        expect(':');
        return name;
    }

    String string() {
        expect('"');
        int from = at;
        boolean plain = true;
        while (at < end && text[at] != '"') {
            byte c = text[at++];
            if (c == '\\') {
                plain = false;
                at++;
            } else if (c < 0) {
                plain = false;
            } else if (c < ' ') {
                throw error("control character in a string");
            }
        }
        if (at >= end) {
            throw error("string without an end");
        }
        int length = at++ - from;
        if (!plain) {
            return unescaped(from, from + length);
        }
        return length == 1 ? LETTERS[text[from]] : new String(text, from, length, StandardCharsets.ISO_8859_1);
    }

    /** Text with escapes, such as the control characters between properties; nearly always ASCII when they are resolved. */
    private String unescaped(int from, int to) {
        byte[] ascii = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            int c = text[i];
            if (c == '\\') {
                c = escaped(i, to);
                i += text[i + 1] == 'u' ? 5 : 1;
            }
            if (c < 0 || c > 0x7f) {
                return beyondAscii(from, to);
            }
            ascii[length++] = (byte) c;
        }
        return new String(ascii, 0, length, StandardCharsets.ISO_8859_1);
    }

    private String beyondAscii(int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        int plainFrom = from;
        for (int i = from; i < to; i++) {
            if (text[i] == '\\') {
                out.append(utf8(plainFrom, i)).append((char) escaped(i, to));
                i += text[i + 1] == 'u' ? 5 : 1;
                plainFrom = i + 1;
            }
        }
        return out.append(utf8(plainFrom, to)).toString();
    }

    private CharSequence utf8(int from, int to) {
        if (from == to) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, from, to - from));
        } catch (CharacterCodingException e) {
            throw error("a string is not UTF-8");
        }
    }

    /** The character that the escape at this position stands for. */
    private int escaped(int backslash, int to) {
        int c = text[backslash + 1];
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex(backslash + 2, to);
            default -> throw error("unknown escape");
        };
    }

    private int hex(int from, int to) {
        if (to - from < 4) {
            throw error("\\u needs four hexadecimal digits");
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) {
                throw error("\\u needs four hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    int integer() {
        String number = number();
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw error(number + " is not a 32-bit integer");
        }
    }

    /** A string's content, or the text of a number or a literal. */
    String scalar() {
        byte c = peek();
        if (c == '"') {
            return string();
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            return number();
        }
        for (String literal : new String[] {"true", "false", "null"}) {
            if (takes(literal)) {
                return literal;
            }
        }
        throw error("more than a plain value");
    }

    /** Consumes a null, if that is next. */
    boolean takesNull() {
        return peek() == 'n' && takes("null");
    }

    private boolean takes(String literal) {
        int length = literal.length();
        if (end - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[at + i] != literal.charAt(i)) {
                return false;
            }
        }
        at += length;
        return true;
    }

    private String number() {
        peek();
        int from = at;
        while (at < end && isOfNumber(text[at])) {
            at++;
        }
        if (at == from || at - from > MAX_NUMBER_CHARS) {
            throw error("expected a number of at most " + MAX_NUMBER_CHARS + " characters");
        }
        return new String(text, from, at - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean isOfNumber(byte c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    /** Skips a value of any kind. */
    void skip() {
        skip(MAX_DEPTH);
    }

    private void skip(int depthLeft) {
        byte open = peek();
        if (open != '{' && open != '[') {
            String unused = scalar();
            return;
        }
        if (depthLeft == 0) {
            throw error("nested deeper than " + MAX_DEPTH);
        }
        at++;
        char close = open == '{' ? '}' : ']';
        for (boolean first = true; peek() != close; first = false) {
            if (!first) {
                expect(',');
            }
            if (open == '{') {
                String unused = name();
            }
            skip(depthLeft - 1);
        }
        at++;
    }

    private SyntaxException error(String what) {
        return new SyntaxException(what + " at byte " + (at - start));
    }
}
