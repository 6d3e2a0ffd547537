package io.ringmq.remoting.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RecallHandleTest {
    private static String encoded(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isWhatClientsExpect() {
        RecallHandle handle = new RecallHandle("topic", "ring-0", 1_700_000_000_123L, "AC11");
        assertEquals(encoded("v1 topic ring-0 1700000000123 AC11"), handle.encode());
        assertEquals(handle, RecallHandle.parse(handle.encode()));
    }

    @Test
    void whatIsNoneIsRefused() {
        for (String bad : new String[] {
            "",
            "?",
            encoded(""),
            encoded("v1"),
            encoded("v1 topic ring-0 1700000000123"),
            encoded("v1 topic ring-0 1700000000123 AC11 more"),
            encoded("v2 topic ring-0 1700000000123 AC11"),
            encoded("v1 topic ring-0 soon AC11"),
            encoded("v1 topic ring-0 99999999999999999999 AC11"),
            "A".repeat(10_000)
        }) {
            assertThrows(IllegalArgumentException.class, () -> RecallHandle.parse(bad), bad);
        }
    }
}
