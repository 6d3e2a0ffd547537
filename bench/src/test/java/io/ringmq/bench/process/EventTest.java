package io.ringmq.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest {
    @Test
    void readsALineOfAProgram() {
        Event event = Event.parse("{\"event\":\"sent\",\"t\":17,\"id\":\"a\\\"b\\u000a\",\"offset\":\"40\"}");
        assertEquals(new Event("sent", 17, Map.of("id", "a\"b\n", "offset", "40")), event);
        assertEquals(40, event.number("offset"));
    }

    @Test
    void missingFieldIsNamed() {
        Event event = Event.parse("{\"event\":\"sent\",\"t\":17}");
        assertEquals(
                "no field id in " + event,
                assertThrows(IllegalStateException.class, () -> event.get("id")).getMessage());
    }
}
