package io.ringmq.bench.compare;

import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Starts the load generator around one client. */
public final class LoadGenerator {
    private static final String MAIN = "io.ringmq.bench.load.main.LoadMain";
    private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    private LoadGenerator() {}

    /**
     * Starts a load generator.
     *
     * @param dir gets its log; clients that write logs of their own write them there
     * @param listener called on one thread of its own, event by event
     */
    public static EventProcess start(
            Distribution distribution,
            LoadClientKind client,
            Path dir,
            List<String> arguments,
            Consumer<Event> listener) {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.add("-Duser.home=" + dir);
        options.add("-Drocketmq.client.logRoot=" + dir.resolve("rocketmqlogs"));
        List<String> command = JavaCommand.of(options, distribution.load(client.module()), MAIN, arguments);
        return EventProcess.start(command, logIn(dir), listener);
    }

    private static Path logIn(Path dir) {
        try {
            Files.createDirectories(dir);
            return Files.createTempFile(dir, "load-", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException("the log of the load generator cannot be made in " + dir, e);
        }
    }
}
