package io.ringmq.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A running program that reports events on its standard output. Closing it kills it if it still runs; so does the end
 * of this JVM.
 */
public final class EventProcess implements AutoCloseable {
    private final Process process;
    private final Thread reader;
    private final Path log;

    private EventProcess(Process process, Path log, Consumer<Event> listener) {
        this.process = process;
        this.log = log;
        this.reader = new Thread(() -> read(listener), "events-of-" + process.pid());
    }

    /**
     * Starts a program.
     *
     * @param log gets its standard error
     * @param listener called on one thread of its own, event by event
     */
    public static EventProcess start(List<String> command, Path log, Consumer<Event> listener) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            EventProcess started = new EventProcess(process, log, listener);
            started.reader.setDaemon(true);
            started.reader.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    private void read(Consumer<Event> listener) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Some clients print a line of their own now and then.
                if (line.startsWith("{\"event\"")) {
                    listener.accept(Event.parse(line));
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process closes at once; whoever killed it knows.
            process.destroyForcibly();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Writes a line to its standard input. */
    public void tell(String word) {
        try {
            process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw ended();
        }
    }

    /** Asks it to end in order, by the end of its standard input, and waits for it. */
    public void end(Duration within) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitSuccess(within);
    }

    /**
     * Waits for something that an event of the process brings about.
     *
     * @throws AwaitException if the process ends first, or it does not happen in time
     */
    public void until(String what, Duration within, Await await, BooleanSupplier happened) {
        await.until(what + " (see " + log + ")", within, () -> happened.getAsBoolean() || !process.isAlive());
        if (!happened.getAsBoolean()) {
            awaitReader();
            if (!happened.getAsBoolean()) {
                throw ended();
            }
        }
    }

    /**
     * Waits until the process has ended and all its events have been heard.
     *
     * @throws AwaitException if it does not end in time, or fails
     */
    public void awaitSuccess(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AwaitException("a program did not end within " + within.toSeconds() + " s; see " + log);
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
        return new AwaitException(
                "a program ended" + (process.isAlive() ? "" : " with status " + process.exitValue()) + "; see " + log);
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
