package io.ringmq.broker.filter;

import java.util.Map;

/**
 * CONTAINS, STARTSWITH and ENDSWITH, and each with NOT. False for what is no text, with NOT too; so is the search for
 * nothing.
 */
record TextSearch(Place place, Expression operand, Needle wanted, boolean negated) implements Expression {
    enum Place {
        CONTAINS,
        STARTSWITH,
        ENDSWITH
    }

    @Override
    public Object evaluate(Map<String, String> properties) {
        if (wanted.text().isEmpty()) {
            return false;
        }
        Object value = operand.evaluate(properties);
        if (value instanceof String text) {
            return isFoundIn(text) != negated;
        }
        return value instanceof Fault ? value : false;
    }

    private boolean isFoundIn(String text) {
        return switch (place) {
            case CONTAINS -> wanted.isIn(text);
            case STARTSWITH -> text.startsWith(wanted.text());
            case ENDSWITH -> text.endsWith(wanted.text());
        };
    }

    @Override
    public String toString() {
        return "(" + operand + (negated ? " NOT " : " ") + place + " " + Expression.quoted(wanted.text()) + ")";
    }
}
