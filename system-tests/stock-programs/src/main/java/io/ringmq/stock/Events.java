package io.ringmq.stock;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a program reports: flat JSON objects, one a line.
 *
 * <pre>
 * {"event":"sent","t":1763730000123,"id":"3-17","queue":"2","offset":"40"}
 *   event  kind of event
 *   t      wall clock, milliseconds
 *   ...    what the kind calls for; every value is a string
 * </pre>
 *
 * <p>Lines leave the process within {@value #FLUSH_INTERVAL_MS} ms, so that a fast producer does not pay a system call
 * for each. Thread-safe.
 */
final class Events implements AutoCloseable {
    private static final long FLUSH_INTERVAL_MS = 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final PrintStream out;
    private final Clock clock;
    private final ScheduledExecutorService flusher;

    private Events(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.flusher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "events-flush");
            thread.setDaemon(true);
            return thread;
        });
        flusher.scheduleWithFixedDelay(this.out::flush, FLUSH_INTERVAL_MS, FLUSH_INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** Reports to the standard output of this process, at the system's time. */
    static Events toStandardOutput() {
        OutputStream stdout = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
        return new Events(new PrintStream(stdout, false, StandardCharsets.UTF_8), Clock.systemUTC());
    }

    /** @param namesAndValues alternating names and values of the event's fields */
    void emit(String event, Object... namesAndValues) {
        StringBuilder line = new StringBuilder(128);
        line.append("{\"event\":");
        quote(line, event);
        line.append(",\"t\":").append(clock.millis());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            line.append(',');
            quote(line, String.valueOf(namesAndValues[i]));
            line.append(':');
            quote(line, String.valueOf(namesAndValues[i + 1]));
        }
        out.println(line.append('}'));
    }

    /** Returns when standard input ends, which is how the parent process asks for an orderly end. */
    static void awaitEndOfInput(InputStream in) throws IOException {
        byte[] ignored = new byte[64];
        while (in.read(ignored) >= 0) {
            // What is written to a program means nothing; only the end of it does.
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

    @Override
    public void close() {
        flusher.shutdown();
        out.flush();
    }
}
