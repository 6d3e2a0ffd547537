package io.ringmq.broker.filter;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node of a compiled expression. Its value is a Boolean, String, Integer, Long or Double, null for unknown, or {@link
 * Fault}. Printed, a node reads back as the same node.
 */
interface Expression {
    /** The value of what cannot be computed, as a comparison of a word with a number. It ends the evaluation. */
    enum Fault {
        NOT_COMPARABLE
    }

    /** The value for a message with these properties; one that is missing is unknown. */
    @Nullable
    Object evaluate(Map<String, String> properties);

    /** Whether the value can only be a Boolean, unknown or a fault. */
    default boolean isBoolean() {
        return true;
    }

    /** A literal. */
    record Constant(@Nullable Object value) implements Expression {
        @Override
        public @Nullable Object evaluate(Map<String, String> properties) {
            return value;
        }

        @Override
        public boolean isBoolean() {
            return value == null || value instanceof Boolean;
        }

        @Override
        public String toString() {
            if (value instanceof String string) {
                return quoted(string);
            }
            return value instanceof Boolean truth
                    ? (truth ? "TRUE" : "FALSE")
                    : value == null ? "NULL" : value.toString();
        }
    }

    /** The text of a property. */
    record Property(String name) implements Expression {
        @Override
        public @Nullable Object evaluate(Map<String, String> properties) {
            return properties.get(name);
        }

        @Override
        public boolean isBoolean() {
            return false;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A property where a truth value is wanted: text is never true. */
    record Truth(Property property) implements Expression {
        @Override
        public @Nullable Object evaluate(Map<String, String> properties) {
            return property.evaluate(properties) == null ? null : Boolean.FALSE;
        }

        @Override
        public String toString() {
            return property.toString();
        }
    }

    /** A number with its sign changed; unknown for text. */
    record Negation(Expression operand) implements Expression {
        @Override
        public @Nullable Object evaluate(Map<String, String> properties) {
            Object value = operand.evaluate(properties);
            if (value instanceof Integer number) {
                return -number;
            }
            if (value instanceof Long number) {
                return -number;
            }
            if (value instanceof Double number) {
                return -number;
            }
            return value instanceof Fault ? value : null;
        }

        @Override
        public boolean isBoolean() {
            return false;
        }

        @Override
        public String toString() {
            return "- " + operand;
        }
    }

    /** NOT. */
    record Not(Expression operand) implements Expression {
        @Override
        public @Nullable Object evaluate(Map<String, String> properties) {
            Object value = operand.evaluate(properties);
            return value instanceof Boolean truth ? !truth : value;
        }

        @Override
        public String toString() {
            return "NOT " + operand;
        }
    }

    /**
     * AND or OR of several operands, evaluated from the left until one decides.
     *
     * @param decisive the value of an operand that decides: false for AND, true for OR
     */
    record Logic(boolean decisive, List<Expression> operands) implements Expression {
        @Override
        public @Nullable Object evaluate(Map<String, String> properties) {
            @Nullable Object result = !decisive;
            for (Expression operand : operands) {
                Object value = operand.evaluate(properties);
                if (value instanceof Fault || (value instanceof Boolean truth && truth == decisive)) {
                    return value;
                }
                if (value == null) {
                    result = null;
                }
            }
            return result;
        }

        @Override
        public String toString() {
            return operands.stream()
                    .map(Expression::toString)
                    .collect(Collectors.joining(decisive ? " OR " : " AND ", "(", ")"));
        }
    }

    /** IS NULL. */
    record Missing(Expression operand) implements Expression {
        @Override
        public Object evaluate(Map<String, String> properties) {
            Object value = operand.evaluate(properties);
            return value instanceof Fault ? value : value == null;
        }

        @Override
        public String toString() {
            return "(" + operand + " IS NULL)";
        }
    }

    /** IN and NOT IN. */
    record Membership(Property property, Set<String> values, boolean negated) implements Expression {
        @Override
        public @Nullable Object evaluate(Map<String, String> properties) {
            Object value = property.evaluate(properties);
            return value == null ? null : values.contains(value) != negated;
        }

        @Override
        public String toString() {
            return values.stream()
                    .map(Expression::quoted)
                    .collect(Collectors.joining(", ", "(" + property + (negated ? " NOT IN (" : " IN ("), "))"));
        }
    }

    /** The text as a literal. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
