package io.ringmq.broker.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits an expression into words.
 *
 * <pre>
 *  name      [a-zA-Z_$][a-zA-Z0-9_$]*, unless it is a keyword in any case
 *  string    '...', a quote inside is doubled
 *  integer   digits without leading zeros, l or L may follow
 *  decimal   12.5  12.  .5  1e3  1.5E-3
 *  skipped   white space, -- to the end of the line, slash-star to star-slash
 * </pre>
 */
final class Lexer {
    private final String text;
    private int position;

    private Lexer(String text) {
        this.text = text;
    }

    /**
     * The words in their order, an {@link Token.Kind#END} last.
     *
     * @throws InvalidExpressionException if a character fits nowhere or a string does not end
     */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        skip();
        if (position == text.length()) {
            return new Token(Token.Kind.END, "", position);
        }
        char c = text.charAt(position);
        if (isNameStart(c)) {
            return word();
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return number();
        }
        return c == '\'' ? string() : symbol(c);
    }

    private void skip() {
        while (position < text.length()) {
            if (" \t\n\r\f".indexOf(text.charAt(position)) >= 0) {
                position++;
            } else if (text.startsWith("--", position)) {
                skipLine();
            } else if (text.startsWith("/*", position)) {
                int end = text.indexOf("*/", position + 2);
                if (end < 0) {
                    throw new InvalidExpressionException("the comment at " + position + " does not end");
                }
                position = end + 2;
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (position < text.length() && "\n\r".indexOf(text.charAt(position)) < 0) {
            position++;
        }
    }

    private Token word() {
        int start = position;
        while (isNameStart(peek(0)) || isDigit(peek(0))) {
            position++;
        }
        String word = text.substring(start, position);
        Token.Kind keyword = Token.Kind.keyword(word);
        return new Token(keyword == null ? Token.Kind.NAME : keyword, word, start);
    }

    private Token number() {
        int start = position;
        digits();
        if (peek(0) != '.' && !startsExponent()) {
            if (peek(0) == 'l' || peek(0) == 'L') {
                position++;
            }
            return new Token(Token.Kind.INTEGER, text.substring(start, position), start);
        }
        if (peek(0) == '.') {
            position++;
            digits();
        }
        if (startsExponent()) {
            position += peek(1) == '+' || peek(1) == '-' ? 2 : 1;
            digits();
        }
        return new Token(Token.Kind.DECIMAL, text.substring(start, position), start);
    }

    private void digits() {
        while (isDigit(peek(0))) {
            position++;
        }
    }

    private boolean startsExponent() {
        if (peek(0) != 'e' && peek(0) != 'E') {
            return false;
        }
        return isDigit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && isDigit(peek(2)));
    }

    private Token string() {
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c != '\'') {
                value.append(c);
            } else if (peek(0) == '\'') {
                value.append(c);
                position++;
            } else {
                return new Token(Token.Kind.STRING, value.toString(), start);
            }
        }
        throw new InvalidExpressionException("the string that begins at " + start + " does not end");
    }

    private Token symbol(char c) {
        Token.Kind kind = switch (c) {
            case '=' -> Token.Kind.EQUAL;
            case '(' -> Token.Kind.OPEN;
            case ')' -> Token.Kind.CLOSE;
            case ',' -> Token.Kind.COMMA;
            case '+' -> Token.Kind.PLUS;
            case '-' -> Token.Kind.MINUS;
            case '>' -> peek(1) == '=' ? Token.Kind.GREATER_OR_EQUAL : Token.Kind.GREATER;
            case '<' -> less();
            default ->
                throw new InvalidExpressionException("nothing begins with the character '" + c + "' at " + position
                        + "; names are letters, digits, _ and $, strings stand in single quotes");
        };
        boolean two =
                kind == Token.Kind.GREATER_OR_EQUAL || kind == Token.Kind.LESS_OR_EQUAL || kind == Token.Kind.NOT_EQUAL;
        int start = position;
        position += two ? 2 : 1;
        return new Token(kind, text.substring(start, position), start);
    }

    private Token.Kind less() {
        return switch (peek(1)) {
            case '=' -> Token.Kind.LESS_OR_EQUAL;
            case '>' -> Token.Kind.NOT_EQUAL;
            default -> Token.Kind.LESS;
        };
    }

    /** The character so far ahead, or 0 behind the end. */
    private char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }
}
