package io.ringmq.bench.load.twin;

import io.ringmq.bench.load.report.Events;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events that stay in memory. The wall clock stands at {@link #NOW_MS}. */
public final class RecordedEvents {
    public static final long NOW_MS = 17;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Events events = new Events(
            new PrintStream(written, false, StandardCharsets.UTF_8),
            Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC));

    public Events events() {
        return events;
    }

    /** The lines so far. */
    public List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The kinds of the events so far, in order. */
    public List<String> kinds() {
        return lines().stream().map(line -> field(line, "event")).toList();
    }

    /** All elements of a list field over all events of a kind. */
    public List<String> elements(String kind, String field) {
        List<String> elements = new ArrayList<>();
        for (String line : lines()) {
            if (field(line, "event").equals(kind)) {
                elements.addAll(List.of(field(line, field).split(",")));
            }
        }
        return elements;
    }

    private static String field(String line, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(line);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name + " in " + line);
        }
        return matcher.group(1);
    }
}
