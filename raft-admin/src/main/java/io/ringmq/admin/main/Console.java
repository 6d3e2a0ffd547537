package io.ringmq.admin.main;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.member.Patience;
import io.ringmq.remoting.admin.AdminKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Option;

/**
 * What the commands share.
 *
 * @param random makes the numbers that are used once
 * @param in where the operator confirms
 */
record Console(Clock clock, RandomGenerator random, PrintWriter out, BufferedReader in) {
    private static final long LOOK_EVERY_MS = 500;

    /** How to reach the cluster. */
    static final class Reach {
        @Option(
                names = "--namesrv",
                defaultValue = "127.0.0.1:9876",
                paramLabel = "HOST:PORT",
                description = "a nameserver of the cluster (${DEFAULT-VALUE})")
        private String namesrv = "";

        @Option(
                names = "--key-file",
                required = true,
                paramLabel = "FILE",
                description = "holds the admin key of the cluster")
        private Path keyFile = Path.of("");
    }

    /** Whether the operator means it. */
    static final class Confirmation {
        @Option(names = "--yes", description = "do not ask")
        private boolean yes;
    }

    /** For whom the output is. */
    static final class Output {
        @Option(
                names = "--json",
                description =
                        "for programs: a JSON object a line, {\"progress\":...} each, the last one {\"done\":...}")
        private boolean json;
    }

    /** A client of the cluster; the caller closes it. */
    AdminClient connect(Reach reach) throws IOException {
        return new AdminClient(reach.namesrv, AdminKey.read(reach.keyFile), clock, random);
    }

    void tell(String line) {
        out.println(line);
        out.flush();
    }

    /** Tells lines in the form that is asked for. */
    Consumer<String> progress(Output output) {
        return line -> tell(output.json ? json(Map.of("progress", line)) : line);
    }

    /** The last line for a program: what was done, and to what. */
    void done(Output output, String verb, Map<String, String> parameters) {
        if (output.json) {
            Map<String, String> all = new LinkedHashMap<>();
            all.put("done", verb);
            all.putAll(parameters);
            tell(json(all));
        }
    }

    private static String json(Map<String, String> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be written to", e);
        }
        return text.toString();
    }

    /** @throws AdminException if the operator does not confirm */
    void confirm(Confirmation confirmation, String what) throws IOException {
        if (confirmation.yes) {
            return;
        }
        out.print(what + " Type yes to go on: ");
        out.flush();
        String answer = in.readLine();
        if (answer == null || !answer.strip().equals("yes")) {
            throw new AdminException("nothing was done; it has to be confirmed with yes, or with --yes");
        }
    }

    /** Waits for this long from now on. */
    Patience patience(int seconds) {
        long deadlineMs = clock.millis() + TimeUnit.SECONDS.toMillis(seconds);
        return () -> {
            if (clock.millis() >= deadlineMs) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
            return true;
        };
    }
}
