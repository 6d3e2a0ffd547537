package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.key.KeyHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IndexedPropertiesTest {
    private static final long SEED = KeyHash.seed("orders");

    /** Between other bytes of a message, which are none of them. */
    private static IndexedProperties of(String properties) {
        byte[] bytes = properties.getBytes(StandardCharsets.UTF_8);
        byte[] around = "TAGS\1x\2".getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(2 * around.length + bytes.length);
        message.put(around).put(bytes).put(around);
        return new IndexedProperties(message.position(around.length).limit(around.length + bytes.length));
    }

    private static Set<Long> keys(String properties) {
        Set<Long> hashes = new TreeSet<>();
        of(properties).forEachKey(SEED, hashes::add);
        return hashes;
    }

    private static Set<Long> hashes(String... keys) {
        return Arrays.stream(keys)
                .map(key -> ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)))
                .map(key -> KeyHash.of(SEED, key, 0, key.limit()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void findsTagsKeysAndTheUniqueIdInAnyOrder() {
        for (String properties :
                new String[] {"WAIT\1true\2TAGS\1a\2KEYS\1k l\2UNIQ_KEY\1AB12\2", "UNIQ_KEY\1AB12\2KEYS\1k l\2TAGS\1a\2"
                }) {
            IndexedProperties found = of(properties);
            assertEquals("a".hashCode(), found.tagHash());
            assertEquals(ClientMessageId.of("AB12"), found.uniqueId());
            assertEquals(hashes("k", "l", "AB12"), keys(properties));
        }
    }

    @Test
    void whatIsAbsentIsNotFound() {
        for (String properties : new String[] {"", "XTAGS\1a\2TAG\1b\2KEY\1k\2UNIQ_KEYS\1u\2KEYS", "TAGS"}) {
            assertEquals(0, of(properties).tagHash());
            assertNull(of(properties).uniqueId());
            assertEquals(Set.of(), keys(properties));
        }
        assertFalse(of("").hasUniqueId(new byte[0]));
    }

    @Test
    void emptyValuesAreNoKeys() {
        assertEquals(0, of("TAGS\1\2").tagHash());
        assertEquals(Set.of(), keys("KEYS\1\2UNIQ_KEY\1\2"));
        assertEquals(hashes("k", "l"), keys("KEYS\1  k   l \2"));
    }

    @Test
    void theLastPropertyMayLackItsSeparator() {
        assertEquals("a".hashCode(), of("TAGS\1a").tagHash());
        assertEquals("ä€".hashCode(), of("K\1v\2TAGS\1ä€").tagHash());
        assertEquals(hashes("k", "ä€"), keys("KEYS\1k ä€"));
        assertTrue(of("A\1b\2UNIQ_KEY\1id").hasUniqueId("id".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theFirstOneOfEachNameCounts() {
        String properties = "UNIQ_KEY\1one\2TAGS\1a\2KEYS\1k\2TAGS\1b\2KEYS\1l\2UNIQ_KEY\1two\2";
        assertEquals("a".hashCode(), of(properties).tagHash());
        assertEquals(ClientMessageId.of("one"), of(properties).uniqueId());
        assertEquals(hashes("one", "k"), keys(properties));
    }
}
