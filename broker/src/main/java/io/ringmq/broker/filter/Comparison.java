package io.ringmq.broker.filter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two values compared, by the rules of RocketMQ's filters.
 *
 * <pre>
 *  text with text          as text for equality, as decimals for the order
 *  text with a literal     the text is read as what the literal is: truth value, integer of its size, decimal
 *  integer with decimal    as decimals
 *  truth value with number not equal
 *  truth value with text, in this order; text that is no number where one is needed: {@link Expression.Fault}
 * </pre>
 *
 * <p>The order is unknown if either side is. Equality is unknown if only the left side is, false if only the right side
 * is, and true if both are.
 */
record Comparison(Operator operator, Expression left, Expression right) implements Expression {
    /** What {@link #order} tells of values that have none; different from equal. */
    private static final int NONE = -1;

    enum Operator {
        EQUAL("="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        LESS_OR_EQUAL("<=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        private boolean accepts(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
            };
        }
    }

    @Override
    public @Nullable Object evaluate(Map<String, String> properties) {
        Object first = left.evaluate(properties);
        if (first instanceof Fault || (first == null && operator != Operator.EQUAL)) {
            return first;
        }
        Object second = right.evaluate(properties);
        if (second instanceof Fault) {
            return second;
        }
        if (first == null) {
            return second == null ? Boolean.TRUE : null;
        }
        if (second == null) {
            return operator == Operator.EQUAL ? Boolean.FALSE : null;
        }
        if (first instanceof Boolean && second instanceof String) {
            return Fault.NOT_COMPARABLE;
        }
        try {
            return operator.accepts(order(first, second));
        } catch (NumberFormatException e) {
            return Fault.NOT_COMPARABLE; // The one way it fails, and messages that do not match are nothing to report.
        }
    }

    private int order(Object first, Object second) {
        if (first instanceof String text && second instanceof String other) {
            return operator == Operator.EQUAL
                    ? text.compareTo(other)
                    : Double.compare(Double.parseDouble(text), Double.parseDouble(other));
        }
        if (first instanceof String text) {
            return orderOfSameKind(read(text, second), second);
        }
        return orderOfSameKind(first, second instanceof String other ? read(other, first) : second);
    }

    /** The text as a value of the same class as the example. */
    private static Object read(String text, Object example) {
        if (example instanceof Integer) {
            return Integer.valueOf(text);
        }
        if (example instanceof Long) {
            return Long.valueOf(text);
        }
        return example instanceof Double ? Double.valueOf(text) : (Object) Boolean.valueOf(text);
    }

    private static int orderOfSameKind(Object first, Object second) {
        if (first instanceof Boolean truth && second instanceof Boolean other) {
            return Boolean.compare(truth, other);
        }
        if (first instanceof Number number && second instanceof Number other) {
            return number instanceof Double || other instanceof Double
                    ? Double.compare(number.doubleValue(), other.doubleValue())
                    : Long.compare(number.longValue(), other.longValue());
        }
        return NONE;
    }

    @Override
    public String toString() {
        return "(" + left + " " + operator.symbol + " " + right + ")";
    }
}
