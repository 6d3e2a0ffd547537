package io.ringmq.bench.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsTest {
    @Test
    void anEventIsALineOfJson() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Clock clock = Clock.fixed(Instant.ofEpochMilli(17), ZoneOffset.UTC);
        Events events = new Events(new PrintStream(written, false, StandardCharsets.UTF_8), clock);
        events.emit("ready");
        events.emit("failed", Map.of("reason", "a\"b\n\\"));

        assertEquals(
                "{\"event\":\"ready\",\"t\":17}\n{\"event\":\"failed\",\"t\":17,\"reason\":\"a\\\"b\\u000a\\\\\"}\n",
                written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void commandsAreLinesAndTheEndOfTheInputMeansStop() throws IOException {
        Commands commands = new Commands(new BufferedReader(new StringReader("go\nstop\n")));
        assertTrue(commands.awaitGo());
        assertFalse(commands.awaitGo());
        assertFalse(commands.awaitGo());
        assertThrows(IOException.class, new Commands(new BufferedReader(new StringReader("run\n")))::awaitGo);
    }
}
