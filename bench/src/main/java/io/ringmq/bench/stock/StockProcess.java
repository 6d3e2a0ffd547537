package io.ringmq.bench.stock;

import io.ringmq.bench.process.AwaitException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A running stock program. Closing it kills it if it still runs; so does the end of this JVM. */
public final class StockProcess implements AutoCloseable {
    private final Process process;
    private final Thread reader;
    private final Path log;

    private StockProcess(Process process, Consumer<Event> listener, Path log) {
        this.process = process;
        this.log = log;
        this.reader = new Thread(() -> read(listener), "events-of-" + process.pid());
    }

    /** @param listener called on one thread of its own, event by event */
    static StockProcess start(List<String> command, Consumer<Event> listener, Path log) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            StockProcess started = new StockProcess(process, listener, log);
            started.reader.setDaemon(true);
            started.reader.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Consumer<Event> listener) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Some releases of the stock client print a line of their own now and then.
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

    /** Asks the program to end in order and waits for it. */
    public void end(Duration within) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitSuccess(within);
    }

    /** Waits until the program has ended and all its events have been heard. */
    public void awaitSuccess(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AwaitException("a stock program did not end within " + within.toSeconds() + " s; see " + log);
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitException("interrupted");
        }
        if (process.exitValue() != 0) {
            throw new AwaitException("a stock program ended with status " + process.exitValue() + "; see " + log);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
