package io.ringmq.remoting.message;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The property string of a message.
 *
 * <pre>
 * name 0x01 value 0x02 name 0x01 value 0x02 ...
 * </pre>
 *
 * The last separator may be missing when read and is always written. As in stock clients, an entry without a name or
 * without a value does not count.
 */
public final class MessageProperties {
    public static final char NAME_VALUE_SEPARATOR = '\u0001';
    public static final char ENTRY_SEPARATOR = '\u0002';

    /** Longest property string of a message, in bytes. */
    public static final int MAX_BYTES = Short.MAX_VALUE;

    private MessageProperties() {}

    /** The entries in their order; of entries with the same name the last one counts. */
    public static Map<String, String> parse(String encoded) {
        Map<String, String> properties = new LinkedHashMap<>();
        int start = 0;
        while (start < encoded.length()) {
            int end = entryEnd(encoded, start);
            int separator = encoded.indexOf(NAME_VALUE_SEPARATOR, start);
            if (separator > start && separator < end - 1) {
                properties.put(encoded.substring(start, separator), encoded.substring(separator + 1, end));
            }
            start = end + 1;
        }
        return properties;
    }

    /**
     * The property string of these entries, in the map's order.
     *
     * @throws IllegalArgumentException if a name or value contains a separator
     */
    public static String encode(Map<String, String> properties) {
        StringBuilder encoded = new StringBuilder(properties.size() * 32);
        properties.forEach((name, value) -> append(encoded, name, value));
        return encoded.toString();
    }

    /** Value of the first entry of that name, null if there is none. */
    public static @Nullable String find(String encoded, String name) {
        int start = entryStart(encoded, name);
        return start < 0 ? null : encoded.substring(start + name.length() + 1, entryEnd(encoded, start));
    }

    /** The property string with this entry set: the old one removed, the new one last. */
    public static String with(String encoded, String name, String value) {
        StringBuilder changed = new StringBuilder(encoded.length() + name.length() + value.length() + 3);
        changed.append(without(encoded, name));
        if (changed.length() > 0 && changed.charAt(changed.length() - 1) != ENTRY_SEPARATOR) {
            changed.append(ENTRY_SEPARATOR);
        }
        append(changed, name, value);
        return changed.toString();
    }

    /** The property string without the entries of that name. */
    public static String without(String encoded, String name) {
        String rest = encoded;
        for (int start = entryStart(rest, name); start >= 0; start = entryStart(rest, name)) {
            int next = Math.min(entryEnd(rest, start) + 1, rest.length());
            rest = rest.substring(0, start) + rest.substring(next);
        }
        return rest;
    }

    /** What a consume queue and a tag subscription compare: Java's string hash, 0 without a tag. */
    public static int tagHash(@Nullable String tag) {
        return tag == null ? 0 : tag.hashCode();
    }

    private static int entryStart(String encoded, String name) {
        int start = 0;
        while (start < encoded.length()) {
            int separator = start + name.length();
            if (encoded.startsWith(name, start)
                    && separator < encoded.length()
                    && encoded.charAt(separator) == NAME_VALUE_SEPARATOR) {
                return start;
            }
            start = entryEnd(encoded, start) + 1;
        }
        return -1;
    }

    /** Where the entry that begins at {@code start} ends: before its separator, or with the string. */
    public static int entryEnd(String encoded, int start) {
        int end = encoded.indexOf(ENTRY_SEPARATOR, start);
        return end < 0 ? encoded.length() : end;
    }

    private static void append(StringBuilder encoded, String name, String value) {
        if (name.isEmpty() || hasSeparator(name) || hasSeparator(value)) {
            throw new IllegalArgumentException(
                    "property '" + name + "' is empty or contains a separator (U+0001, U+0002); rename or encode it");
        }
        encoded.append(name).append(NAME_VALUE_SEPARATOR).append(value).append(ENTRY_SEPARATOR);
    }

    private static boolean hasSeparator(String text) {
        return text.indexOf(NAME_VALUE_SEPARATOR) >= 0 || text.indexOf(ENTRY_SEPARATOR) >= 0;
    }
}
