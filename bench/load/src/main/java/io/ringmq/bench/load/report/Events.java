package io.ringmq.bench.load.report;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What the program reports: flat JSON objects, one a line, as the programs around the stock client do.
 *
 * <pre>
 * {"event":"window-end","t":1763730000123,"run":"0","messages":"1203","p50Us":"812"}
 *   event  kind of event
 *   t      wall clock, milliseconds
 *   ...    what the kind calls for; every value is a string
 * </pre>
 *
 * <p>A line leaves the process at once: whoever reads it measures other processes between two of them. What there are
 * many of goes in batches, many to an event. Thread-safe.
 */
public final class Events {
    private final PrintStream out;
    private final Clock clock;

    public Events(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Wall clock, milliseconds, as {@code t} of an event that is written now. */
    public long nowMs() {
        return clock.millis();
    }

    /** Writes an event without fields. */
    public void emit(String event) {
        emit(event, Map.of());
    }

    /** Writes an event; the fields come in the order of the map. */
    public void emit(String event, Map<String, ?> fields) {
        StringBuilder line = new StringBuilder(128);
        line.append("{\"event\":");
        quote(line, event);
        line.append(",\"t\":").append(clock.millis());
        fields.forEach((name, value) -> {
            line.append(',');
            quote(line, name);
            line.append(':');
            quote(line, String.valueOf(value));
        });
        line.append("}\n");
        synchronized (out) {
            out.print(line);
            out.flush();
        }
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c == 0x2028 || c == 0x2029) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
