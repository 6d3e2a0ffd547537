package io.ringmq.bench.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing a stock program reported.
 *
 * @param kind such as sent, failed, consumed
 * @param timeMs wall clock of this machine, milliseconds
 * @param fields everything else by name
 */
public record Event(String kind, long timeMs, Map<String, String> fields) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a line of a program's report. */
    public static Event parse(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not an event: " + line, e);
        }
        String kind = fields.remove("event");
        String time = fields.remove("t");
        if (kind == null || time == null) {
            throw new IllegalStateException("an event without kind or time: " + line);
        }
        return new Event(kind, Long.parseLong(time), fields);
    }

    public boolean is(String expectedKind) {
        return kind.equals(expectedKind);
    }

    /** A field that this kind of event always has. */
    public String get(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("no field " + name + " in " + this);
        }
        return value;
    }

    public long number(String name) {
        return Long.parseLong(get(name));
    }
}
