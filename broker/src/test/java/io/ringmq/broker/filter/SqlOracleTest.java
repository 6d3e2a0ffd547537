package io.ringmq.broker.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.apache.rocketmq.filter.expression.BooleanExpression;
import org.apache.rocketmq.filter.expression.EvaluationContext;
import org.apache.rocketmq.filter.expression.MQFilterException;
import org.apache.rocketmq.filter.parser.SelectorParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random expressions are understood, or refused, and evaluated as by the filter of Apache RocketMQ 5.5.0. */
class SqlOracleTest {
    private static final int EXPRESSIONS = 20_000;
    private static final int MESSAGES = 12;

    private final Random random = new Random(20_261_122);
    private final RandomExpression expressions = new RandomExpression(random);

    @Test
    void evaluatesAsRocketMqDoes() {
        int understood = 0;
        int matched = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            String text = expressions.text(1 + random.nextInt(2));
            BooleanExpression theirs = theirs(text);
            SqlExpression ours = ours(text);
            assertEquals(theirs != null, ours != null, text);
            if (theirs != null && ours != null) {
                understood++;
                matched += compare(text, theirs, ours);
            }
        }
        assertTrue(understood > EXPRESSIONS / 5, understood + " of " + EXPRESSIONS + " expressions are valid");
        assertTrue(matched > understood, matched + " matches of " + understood + " expressions");
    }

    @Test
    void garbageIsRefusedOrMeansTheSame() {
        for (int i = 0; i < EXPRESSIONS; i++) {
            String text = expressions.garbage();
            SqlExpression ours = ours(text);
            BooleanExpression theirs = ours == null ? null : theirs(text);
            if (ours != null && theirs != null) {
                compare(text, theirs, ours);
            }
        }
    }

    private int compare(String text, BooleanExpression theirs, SqlExpression ours) {
        SqlExpression again = SqlExpression.parse(ours.toString());
        assertEquals(ours.toString(), again.toString(), text);
        int matched = 0;
        for (int i = 0; i < MESSAGES; i++) {
            Map<String, String> properties = expressions.properties();
            boolean matches = ours.matches(properties);
            assertEquals(matches(theirs, properties), matches, text + " on " + properties);
            assertEquals(matches, again.matches(properties), text + " printed as " + ours);
            matched += matches ? 1 : 0;
        }
        return matched;
    }

    private static @Nullable SqlExpression ours(String text) {
        try {
            return SqlExpression.parse(text);
        } catch (InvalidExpressionException e) {
            return null; // what the test asks for
        }
    }

    private static @Nullable BooleanExpression theirs(String text) {
        try {
            return SelectorParser.parse(text);
        } catch (MQFilterException e) {
            return null; // what the test asks for
        }
    }

    /** As RocketMQ's broker evaluates it: a failure is no match. */
    private static boolean matches(BooleanExpression expression, Map<String, String> properties) {
        try {
            return Boolean.TRUE.equals(expression.evaluate(new Properties(properties)));
        } catch (Exception e) {
            return false; // what their broker does
        }
    }

    private record Properties(Map<String, String> values) implements EvaluationContext {
        @Override
        public @Nullable Object get(String name) {
            return values.get(name);
        }

        @Override
        public Map<String, Object> keyValues() {
            return Map.copyOf(values);
        }
    }
}
