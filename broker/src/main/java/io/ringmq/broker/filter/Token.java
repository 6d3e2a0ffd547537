package io.ringmq.broker.filter;

import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A word of an expression.
 *
 * @param text as written; a string literal without its quotes and with doubled ones undone
 * @param position of its first character, from 0
 */
record Token(Kind kind, String text, int position) {
    enum Kind {
        END,
        NAME,
        STRING,
        INTEGER,
        DECIMAL,
        EQUAL,
        NOT_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        OPEN,
        CLOSE,
        COMMA,
        PLUS,
        MINUS,
        NOT,
        AND,
        OR,
        BETWEEN,
        IN,
        TRUE,
        FALSE,
        NULL,
        IS,
        CONTAINS,
        STARTSWITH,
        ENDSWITH;

        /** The keyword that the word is in upper or lower case, or null if it is a name. */
        static @Nullable Kind keyword(String word) {
            String upper = word.toUpperCase(Locale.ROOT);
            for (Kind kind : EnumSet.range(NOT, ENDSWITH)) {
                if (kind.name().equals(upper)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** How an error message names it. */
    String described() {
        return kind == Kind.END ? "the end" : "'" + text + "' at " + position;
    }
}
