package io.ringmq.broker.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlExpressionTest {
    /** A message as a shop might send it. */
    private static final Map<String, String> ORDER = Map.of(
            "amount",
            "12",
            "price",
            "9.50",
            "region",
            "north-east",
            "vip",
            "true",
            "quote",
            "it's",
            "big",
            "3000000000");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "amount = 12|true",
                "amount = 12L|true",
                "amount <> 13|true",
                "amount > 11 AND amount < 13|true",
                "amount >= 12 and amount <= 12|true",
                "amount between 12 and 20|true",
                "amount not between 12 and 20|false",
                "price > 9.4|true",
                "price = 9.5|true",
                "price > 9.5e0|false",
                "price > .5 AND price < 1E3|true",
                "amount > price|true",
                "amount = + 12|true",
                "amount > -5 AND amount > - - 5|true",
                "region = 'north-east'|true",
                "region IN ('south', 'north-east')|true",
                "region NOT IN ('south', 'west')|true",
                "region CONTAINS 'th-e'|true",
                "region CONTAINS 'south'|false",
                "region NOT CONTAINS 'south'|true",
                "region STARTSWITH 'north'|true",
                "region NOT STARTSWITH 'north'|false",
                "region endswith 'east'|true",
                "region NOT ENDSWITH 'east'|false",
                "quote = 'it''s'|true",
                "vip = TRUE|true",
                "vip = false|false",
                "TRUE|true",
                "NOT FALSE|true",
                "region IS NOT NULL AND colour IS NULL|true",
                "amount = 1 OR region = 'north-east' AND vip = TRUE|true",
                "(amount = 1 OR region = 'north-east') AND vip = FALSE|false",
                "NOT (amount = 1)|true",
                "(amount > 1) = TRUE|true",
                "1 = 1.0|true"
            })
    void selects(String expression, boolean expected) {
        assertEquals(expected, matches(expression));
    }

    /** What follows from a missing property is unknown, and only what is true matches. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "colour = 'red'|false",
                "colour <> 'red'|false",
                "NOT (colour = 'red')|false",
                "colour > 1|false",
                "colour IN ('red')|false",
                "colour NOT IN ('red')|false",
                "colour NOT BETWEEN 1 AND 2|false",
                "NULL|false",
                "colour = 'red' OR amount = 12|true",
                "amount = 12 OR colour = 'red'|true",
                "NOT (colour = 'red' AND amount = 1)|true",
                "(colour = 'red') IS NULL|true",
                "colour = shade|true",
                "NOT (colour CONTAINS 'e')|true",
                "colour NOT CONTAINS 'e'|false",
                "'red' <> colour|true"
            })
    void unknownIsNotTrue(String expression, boolean expected) {
        assertEquals(expected, matches(expression));
    }

    /** A comparison that cannot be made ends the evaluation, as in RocketMQ. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "region > 1|false",
                "NOT (region > 1)|false",
                "region = 1 OR amount = 12|false",
                "amount = 12 OR region = 1|true",
                "price > 9|false",
                "price > 9.0|true",
                "big > 5|false",
                "big > 5.0|true",
                "big = 3000000000|true",
                "TRUE = vip|false",
                "region > quote|false"
            })
    void textThatIsNoNumberMatchesNothing(String expression, boolean expected) {
        assertEquals(expected, matches(expression));
    }

    @Test
    void notBindsTighterThanComparisons() {
        assertEquals(
                "(NOT region = 'x')", SqlExpression.parse("NOT region = 'x'").toString());
        assertEquals(
                "NOT (region = 'x')", SqlExpression.parse("NOT (region = 'x')").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "amount >",
                "amount > > 1",
                "amount == 1",
                "amount != 1",
                "amount > 1 AND",
                "AND amount > 1",
                "(amount > 1",
                "amount > 1)",
                "amount > 1 amount < 5",
                "amount > 'text'",
                "amount > TRUE",
                "(amount > 1) > 1",
                "amount = NULL",
                "amount LIKE 'a%'",
                "TRUE = 1",
                "5",
                "'text'",
                "- amount",
                "amount IS 5",
                "amount IN ()",
                "amount IN (1, 2)",
                "amount IN ('a'",
                "'a' IN ('a')",
                "amount NOT 5",
                "amount BETWEEN 5 AND 1",
                "amount BETWEEN 1",
                "region CONTAINS 5",
                "region CONTAINS amount",
                "region = 'it",
                "region = \"north\"",
                "amount = 007",
                "amount = 99999999999999999999",
                "amount = 1e400",
                "amount > 1 /* no end",
                "größe > 1",
                "a.b = 1",
                "amount = 1;"
            })
    void refusesWhatIsNoExpression(String text) {
        InvalidExpressionException refusal =
                assertThrows(InvalidExpressionException.class, () -> SqlExpression.parse(text));
        assertTrue(String.valueOf(refusal.getMessage()).length() > 10, refusal.getMessage());
    }

    @Test
    void commentsAreSkipped() {
        assertTrue(matches("amount > 10 -- a comment\n AND /* another */ vip = TRUE -- the end"));
    }

    @Test
    void aPropertyAloneIsNeverTrue() {
        assertEquals(false, matches("vip"));
        assertEquals(true, matches("NOT vip"));
        assertEquals(false, matches("NOT colour"));
    }

    @Test
    void sizesAreBounded() {
        refused("a = '" + "x".repeat(SqlExpression.MAX_CHARS) + "'");
        refused("(".repeat(SqlExpression.MAX_DEPTH + 1) + "TRUE" + ")".repeat(SqlExpression.MAX_DEPTH + 1));
        refused("NOT ".repeat(SqlExpression.MAX_DEPTH + 1) + "TRUE");
        refused("a" + " = a".repeat(SqlExpression.MAX_DEPTH + 1));
        refused("a = 1" + " OR a = 1".repeat(SqlExpression.MAX_TERMS));
        StringBuilder in = new StringBuilder("a IN ('x'");
        for (int i = 0; i < SqlExpression.MAX_IN_VALUES; i++) {
            in.append(",'").append(i).append('\'');
        }
        refused(in.append(')').toString());
        assertTrue(matches("amount = 1" + " OR amount = 12".repeat(SqlExpression.MAX_TERMS - 1)));
    }

    @Test
    void searchTakesOnePassWhateverTheTextsAre() {
        String text = "ab".repeat(8_000);
        String needle = "ab".repeat(4_000) + "a";
        assertTrue(new Needle(needle).isIn(text));
        assertEquals(false, new Needle(needle + "a").isIn(text));
        assertTrue(new Needle("aab").isIn("aaaab"));
        assertTrue(new Needle("abcabd").isIn("abcabcabd"));
    }

    private static void refused(String text) {
        assertThrows(InvalidExpressionException.class, () -> SqlExpression.parse(text));
    }

    private static boolean matches(String expression) {
        return SqlExpression.parse(expression).matches(ORDER);
    }
}
