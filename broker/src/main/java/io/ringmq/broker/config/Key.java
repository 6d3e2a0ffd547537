package io.ringmq.broker.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting: its name, how its text becomes a value, and what an operator has to know about it.
 *
 * @param name the key in the properties file; a unit, where there is one, ends the name
 * @param defaultText the text used when the key is absent; null when the key is required
 * @param bounds the accepted values, in words
 * @param meaning what the setting does and when to change it
 * @param parser turns the text into the value; throws IllegalArgumentException that says what is wrong with it
 */
record Key<T>(String name, @Nullable String defaultText, String bounds, String meaning, Function<String, T> parser) {

    boolean required() {
        return defaultText == null;
    }

    static Key<Integer> integer(String name, int defaultValue, int min, int max, String meaning) {
        return new Key<>(name, Integer.toString(defaultValue), min + " to " + max, meaning, text ->
                (int) number(text, min, max));
    }

    static Key<Long> bytes(String name, String defaultText, long min, long max, String meaning) {
        String bounds = ByteSize.format(min) + " to " + ByteSize.format(max);
        return new Key<>(name, defaultText, bounds, meaning, text -> within(ByteSize.parse(text), min, max));
    }

    static Key<Boolean> flag(String name, boolean defaultValue, String meaning) {
        return new Key<>(name, Boolean.toString(defaultValue), "true or false", meaning, Key::truth);
    }

    static Key<String> text(String name, @Nullable String defaultText, String bounds, String meaning) {
        return new Key<>(name, defaultText, bounds, meaning, Key::notBlank);
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        return text.strip();
    }

    private static boolean truth(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static long number(String text, long min, long max) {
        try {
            return within(Long.parseLong(text.strip()), min, max);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(value + " is outside " + min + " to " + max);
        }
        return value;
    }
}
