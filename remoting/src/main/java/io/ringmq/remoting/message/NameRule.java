package io.ringmq.remoting.message;

import org.jspecify.annotations.Nullable;

/** What topic and group names have in common: length and alphabet. */
final class NameRule {
    private NameRule() {}

    static @Nullable String reasonInvalid(String what, String name, int maxLength) {
        if (name.isBlank()) {
            return "the " + what + " is blank";
        }
        if (name.length() > maxLength) {
            return "the " + what + " has " + name.length() + " characters, at most " + maxLength + " are allowed";
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                return "the " + what + " '" + name + "' contains a character outside of ^[%|a-zA-Z0-9_-]+$ at " + i;
            }
        }
        return null;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '%'
                || c == '|';
    }
}
