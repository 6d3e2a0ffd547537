package io.ringmq.remoting.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.remoting.body.Fixtures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchBodyTest {
    private static final List<BatchEntry> ENTRIES = List.of(
            new BatchEntry(5, StandardCharsets.UTF_8.encode("one"), "a\u00011\u0002WAIT\u0001true\u0002"),
            new BatchEntry(0, ByteBuffer.allocate(0), ""));

    @ParameterizedTest
    @ValueSource(strings = {"5.5.0", "4.9.8"})
    void readsWhatOfficialClassesWrite(String version) {
        List<BatchEntry> entries = BatchBody.decode(Fixtures.hex(version + "/batch"));
        assertEquals(3, entries.size());
        assertEquals(5, entries.get(0).flag());
        assertEquals(StandardCharsets.UTF_8.encode("one"), entries.get(0).body());
        assertEquals("1", MessageProperties.find(entries.get(0).properties(), "a"));
        assertEquals(0, entries.get(1).body().remaining());
        assertEquals(
                Map.of("TAGS", "x", "WAIT", "true"),
                MessageProperties.parse(entries.get(2).properties()));
        assertEquals(Fixtures.hex(version + "/batch"), BatchBody.encode(entries));
    }

    @Test
    void refusesEveryTruncationExceptBetweenMessages() {
        ByteBuffer whole = BatchBody.encode(ENTRIES);
        int boundary = BatchBody.sizeOf(ENTRIES.get(0));
        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer cut = whole.slice(0, length);
            if (length == boundary) {
                assertEquals(ENTRIES.subList(0, 1), BatchBody.decode(cut));
            } else {
                assertThrows(MalformedMessageException.class, () -> BatchBody.decode(cut));
            }
        }
    }

    @Test
    void refusesLengthsThatDoNotFit() {
        for (int lie : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 4}) {
            ByteBuffer batch = BatchBody.encode(ENTRIES);
            batch.putInt(16, lie);
            assertThrows(MalformedMessageException.class, () -> BatchBody.decode(batch), "body length " + lie);
        }
    }

    @Test
    void refusesTooManyMessages() {
        List<BatchEntry> many = Collections.nCopies(BatchBody.MAX_ENTRIES + 1, ENTRIES.get(1));
        assertThrows(IllegalArgumentException.class, () -> BatchBody.encode(many));
    }
}
