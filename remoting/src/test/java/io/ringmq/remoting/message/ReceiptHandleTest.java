package io.ringmq.remoting.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptHandleTest {
    private static final String TEXT = "10 1700000000000 60000 0 1 broker-a 3 11";

    @Test
    void survivesTheWire() {
        ReceiptHandle handle =
                new ReceiptHandle(10, 1_700_000_000_000L, 60_000, 0, ReceiptHandle.RETRY_UNDERSCORE, "broker-a", 3, 11);
        assertEquals(TEXT, handle.encode());
        assertEquals(handle, ReceiptHandle.parse(TEXT));
        assertEquals(handle, ReceiptHandle.parse(TEXT + " 4711"), "proxies add the physical offset");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1 2 3 4 0 b 1", "a 2 3 4 0 b 1 5", "1 2 3 4 0 b 1 5x", "1 2 3 4 0 b 99999999999 5"})
    void refusesWhatIsNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> ReceiptHandle.parse(text));
    }

    @Test
    void refusesWhatIsTooLong() {
        String text = TEXT + " " + "x".repeat(2_000);
        assertThrows(IllegalArgumentException.class, () -> ReceiptHandle.parse(text));
    }
}
