package io.ringmq.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A background process that outlives the one which started it, known by its name in a directory.
 *
 * <pre>
 * DIR/NAME.pid    process id and start time, so that a reused id is not taken for the process
 * DIR/NAME.log    standard output and error of all its runs
 * </pre>
 */
public final class Daemon {
    private final Path dir;
    private final String name;

    public Daemon(Path dir, String name) {
        this.dir = dir;
        this.name = name;
    }

    public String name() {
        return name;
    }

    public Path logFile() {
        return dir.resolve(name + ".log");
    }

    /** The running process, if there is one. */
    public Optional<ProcessHandle> process() {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        String[] words = read(pidFile()).strip().split(" ");
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> words.length < 2 || startOf(handle).equals(words[1]));
    }

    /** Starts the process; {@link Starting#awaitReady} says whether it did. */
    public Starting start(List<String> command) {
        try {
            Files.createDirectories(dir);
            long logBytesBefore = Files.exists(logFile()) ? Files.size(logFile()) : 0;
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .redirectErrorStream(true)
                    .start();
            Files.writeString(pidFile(), process.pid() + " " + startOf(process.toHandle()));
            return new Starting(process, logBytesBefore);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** A process on its way. */
    public final class Starting {
        private final Process process;
        private final long logBytesBefore;

        private Starting(Process process, long logBytesBefore) {
            this.process = process;
            this.logBytesBefore = logBytesBefore;
        }

        /** The process itself. */
        public Process process() {
            return process;
        }

        /** Whether its output has a text by now. */
        public boolean says(String text) {
            return logSince(logBytesBefore).contains(text);
        }

        /**
         * Waits until the output has the line that says that the process is ready.
         *
         * @throws AwaitException with the end of its log if it ends first, or does not get ready in time
         */
        public void awaitReady(String readyLine, Duration within, Await await) {
            boolean decided = await.holds(within, () -> !process.isAlive() || says(readyLine));
            if (!decided || !process.isAlive()) {
                process.destroyForcibly();
                throw new AwaitException(
                        name + (decided ? " ended" : " did not get ready in " + within.toSeconds() + " s") + "; end of "
                                + logFile() + ":\n" + tail(logSince(logBytesBefore)));
            }
        }
    }

    /** Kills the process as {@code kill -9} does and waits until it is gone. */
    public void kill() {
        process().ifPresent(handle -> {
            handle.destroyForcibly();
            awaitExit(handle, Duration.ofSeconds(10));
        });
    }

    /** Asks the process to end (SIGTERM), and kills it if it has not done so in time. */
    public void stop(Duration within) {
        process().ifPresent(handle -> {
            handle.destroy();
            if (!awaitExit(handle, within)) {
                handle.destroyForcibly();
                awaitExit(handle, Duration.ofSeconds(10));
            }
        });
    }

    private static boolean awaitExit(ProcessHandle handle, Duration within) {
        try {
            handle.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + handle.pid(), e);
        }
    }

    private Path pidFile() {
        return dir.resolve(name + ".pid");
    }

    private String logSince(long offset) {
        byte[] log = read(logFile()).getBytes(StandardCharsets.UTF_8);
        int from = (int) Math.min(offset, log.length);
        return new String(log, from, log.length - from, StandardCharsets.UTF_8);
    }

    private static String tail(String log) {
        List<String> lines = log.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private static String startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
