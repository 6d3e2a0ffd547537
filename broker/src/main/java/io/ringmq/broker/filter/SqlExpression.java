package io.ringmq.broker.filter;

import java.util.Map;

/**
 * A filter by the properties of messages, in the part of SQL92 that RocketMQ documents: {@code =}, {@code <>}, the four
 * orders, [NOT] BETWEEN, [NOT] IN, IS [NOT] NULL, AND, OR, NOT, and the searches CONTAINS, STARTSWITH and ENDSWITH.
 *
 * <p>A property that is missing is unknown, and so is what follows from it; only what is true matches. A comparison that
 * cannot be made, as of a word with a number, ends the evaluation: the message does not match, whatever else the
 * expression says. Evaluation takes at most the time to look through the properties once for each term. Immutable.
 */
public final class SqlExpression {
    /** Longest expression, in characters. */
    public static final int MAX_CHARS = 16_384;

    /** Deepest nesting of parentheses and signs, and most operators in a chain like {@code a = b = c}. */
    public static final int MAX_DEPTH = 64;

    /** Most comparisons in an expression. */
    public static final int MAX_TERMS = 256;

    /** Most values of one IN. */
    public static final int MAX_IN_VALUES = 1024;

    private final Expression root;

    private SqlExpression(Expression root) {
        this.root = root;
    }

    /**
     * Compiles an expression.
     *
     * @throws InvalidExpressionException if it is none, or beyond a bound
     */
    public static SqlExpression parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw new InvalidExpressionException(
                    "the expression has " + text.length() + " characters, at most " + MAX_CHARS + " are allowed");
        }
        return new SqlExpression(Parser.parse(text));
    }

    /** Whether a message with these properties is wanted. */
    public boolean matches(Map<String, String> properties) {
        return Boolean.TRUE.equals(root.evaluate(properties));
    }

    /** The expression with all its parentheses; compiles to the same one where they do not nest too deep. */
    @Override
    public String toString() {
        return root.toString();
    }
}
