package io.ringmq.broker.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random expressions as text, and properties that some of them match. */
final class RandomExpression {
    private static final List<String> NAMES = List.of("a", "b", "c1", "_d", "$e");
    private static final List<String> TEXTS =
            List.of("", "x", "xy", "yx", "it''s", "1", "2.5", "true", "FALSE", "-3", " ");
    private static final List<String> NUMBERS =
            List.of("0", "1", "2", "7L", "2147483648", "2.5", ".5", "1e1", "10", "3l", "1.");
    private static final List<String> VALUES = List.of(
            "x", "xy", "yx", "it's", "1", "2", "2.5", "true", "false", "-3", "7", "10", "NaN", "2147483648", "1.0");

    private final Random random;

    RandomExpression(Random random) {
        this.random = random;
    }

    /** An expression; one in some is not valid. */
    String text(int depth) {
        return switch (depth == 0 ? random.nextInt(7) : random.nextInt(11)) {
            case 0, 1 -> operand(depth) + any(" = ", " <> ") + operand(depth);
            case 2, 3 -> operand(depth) + any(" > ", ">=", "<", " <= ") + operand(depth);
            case 4 -> operand(depth) + any(" IS NULL", " is not null");
            case 5 ->
                operand(depth) + any(" ", " NOT ") + any("CONTAINS", "startswith", "ENDSWITH") + " '" + one(TEXTS)
                        + "'";
            case 6 -> operand(0) + any(" ", " NOT ") + "IN ('" + one(TEXTS) + "', '" + one(TEXTS) + "')";
            case 7 -> operand(depth) + any(" ", " not ") + "BETWEEN " + operand(0) + " AND " + operand(0);
            case 8 -> any("NOT ", "") + "(" + text(depth - 1) + ")";
            default -> text(depth - 1) + any(" AND ", " or ", " AND ", " OR ") + text(depth - 1);
        };
    }

    private String operand(int depth) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> one(NAMES);
            case 5, 6, 7 -> one(NUMBERS);
            case 8 -> "'" + one(TEXTS) + "'";
            case 9 -> any("TRUE", "false", "NULL", "NOT a");
            case 10 -> any("- ", "+ ") + one(NUMBERS);
            default -> depth == 0 ? one(NAMES) : "(" + text(depth - 1) + ")";
        };
    }

    /** Words and characters in any order. */
    String garbage() {
        StringBuilder text = new StringBuilder();
        int words = 1 + random.nextInt(8);
        for (int i = 0; i < words; i++) {
            text.append(any("a", "1", "'x'", "=", "<", ">", "(", ")", "AND", "NOT", "IN", "IS", "NULL", "BETWEEN", ","))
                    .append(any(" ", " ", ""));
            if (random.nextInt(8) == 0) {
                text.append((char) random.nextInt(0x180));
            }
        }
        return text.toString();
    }

    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        for (String name : NAMES) {
            if (random.nextInt(4) > 0) {
                properties.put(name, one(VALUES));
            }
        }
        return properties;
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
