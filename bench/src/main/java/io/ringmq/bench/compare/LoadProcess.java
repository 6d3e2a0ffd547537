package io.ringmq.bench.compare;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.JavaCommand;
import io.ringmq.bench.stock.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A running load generator. Closing it kills it if it still runs; so does the end of this JVM. */
final class LoadProcess implements AutoCloseable {
    private static final String MAIN = "io.ringmq.bench.load.main.LoadMain";
    private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    private final Process process;
    private final Thread reader;
    private final Path log;

    private LoadProcess(Process process, Consumer<Event> listener, Path log) {
        this.process = process;
        this.log = log;
        this.reader = new Thread(() -> read(listener), "events-of-" + process.pid());
    }

    /**
     * Starts a load generator.
     *
     * @param dir gets its log; clients that write logs of their own write them there
     * @param listener called on one thread of its own, event by event
     */
    static LoadProcess start(
            Distribution distribution,
            LoadClientKind client,
            Path dir,
            List<String> arguments,
            Consumer<Event> listener) {
        List<String> options = new java.util.ArrayList<>(JVM_OPTIONS);
        options.add("-Duser.home=" + dir);
        options.add("-Drocketmq.client.logRoot=" + dir.resolve("rocketmqlogs"));
        List<String> command = JavaCommand.of(options, distribution.load(client.module()), MAIN, arguments);
        try {
            Files.createDirectories(dir);
            Path log = Files.createTempFile(dir, "load-", ".log");
            return start(command, log, listener);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the load generator", e);
        }
    }

    static LoadProcess start(List<String> command, Path log, Consumer<Event> listener) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        LoadProcess started = new LoadProcess(process, listener, log);
        started.reader.setDaemon(true);
        started.reader.start();
        return started;
    }

    private void read(Consumer<Event> listener) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Clients print lines of their own now and then.
                if (line.startsWith("{\"event\"")) {
                    listener.accept(Event.parse(line));
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process closes at once; whoever killed it knows.
            process.destroyForcibly();
        }
    }

    /** Writes a line to its standard input. */
    void tell(String word) {
        try {
            process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw ended();
        }
    }

    /**
     * Waits for something that an event of the process brings about.
     *
     * @throws AwaitException if the process ends first, or it does not happen in time
     */
    void until(String what, Duration within, Await await, java.util.function.BooleanSupplier happened) {
        await.until(what + " (see " + log + ")", within, () -> happened.getAsBoolean() || !process.isAlive());
        if (!happened.getAsBoolean()) {
            awaitReader();
            if (!happened.getAsBoolean()) {
                throw ended();
            }
        }
    }

    /** Waits until the process has ended and all its events have been heard. */
    void awaitSuccess(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AwaitException("the load did not end within " + within.toSeconds() + " s; see " + log);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        awaitReader();
        if (process.exitValue() != 0) {
            throw ended();
        }
    }

    private void awaitReader() {
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private AwaitException ended() {
        return new AwaitException("the load generator ended"
                + (process.isAlive() ? "" : " with status " + process.exitValue()) + "; see " + log);
    }

    private static AwaitException interrupted() {
        Thread.currentThread().interrupt();
        return new AwaitException("interrupted");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
