package io.ringmq.remoting.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessagePropertiesTest {
    private static final String ENCODED = "TAGS\u0001a\u0002XTAGS\u0001b\u0002KEYS\u0001k\u0002";

    @Test
    void keepsTheOrder() {
        Map<String, String> parsed = MessageProperties.parse(ENCODED);
        assertEquals(List.of("TAGS", "XTAGS", "KEYS"), List.copyOf(parsed.keySet()));
        assertEquals(ENCODED, MessageProperties.encode(parsed));
    }

    @Test
    void toleratesAMissingLastSeparatorAndIncompleteEntries() {
        assertEquals(Map.of("a", "1"), MessageProperties.parse("a\u00011"));
        assertEquals(
                Map.of("a", "1"), MessageProperties.parse("\u0002x\u0002y\u0001\u0002\u0001z\u0002a\u00011\u0002"));
        assertEquals(Map.of(), MessageProperties.parse(""));
    }

    @Test
    void findsByWholeName() {
        assertEquals("a", MessageProperties.find(ENCODED, "TAGS"));
        assertEquals("b", MessageProperties.find(ENCODED, "XTAGS"));
        assertEquals("1", MessageProperties.find("q\u00012\u0002a\u00011", "a"));
        assertNull(MessageProperties.find(ENCODED, "TAG"));
        assertNull(MessageProperties.find("", "TAGS"));
    }

    @Test
    void setsAndRemoves() {
        assertEquals("XTAGS\u0001b\u0002KEYS\u0001k\u0002", MessageProperties.without(ENCODED, "TAGS"));
        assertEquals("a\u00011\u0002b\u00012\u0002", MessageProperties.with("a\u00011", "b", "2"));
        assertEquals("b\u00012\u0002a\u00013\u0002", MessageProperties.with("a\u00011\u0002b\u00012", "a", "3"));
        assertEquals("", MessageProperties.without("a\u00011", "a"));
    }

    @Test
    void refusesToWriteSeparators() {
        Map<String, String> bad = new LinkedHashMap<>(Map.of("a", "1\u00022"));
        assertThrows(IllegalArgumentException.class, () -> MessageProperties.encode(bad));
        assertThrows(IllegalArgumentException.class, () -> MessageProperties.with("", "", "x"));
    }

    @Test
    void hashesTagsAsJavaDoes() {
        assertEquals(0, MessageProperties.tagHash(null));
        assertEquals(65, MessageProperties.tagHash("A"));
    }
}
