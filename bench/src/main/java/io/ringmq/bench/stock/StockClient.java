package io.ringmq.bench.stock;

import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Starts the programs around one release of the stock client, each as a process of its own. */
public final class StockClient {
    private static final String PROGRAMS = "io.ringmq.stock.";
    private static final String MQADMIN = "org.apache.rocketmq.tools.command.MQAdminStartup";

    private final Distribution distribution;
    private final StockVersion version;
    private final String namesrvAddress;
    private final Path dir;
    private final String heap;
    private final AtomicInteger started = new AtomicInteger();

    /**
     * Programs with a small heap, compiled quickly rather than well.
     *
     * @param dir where the logs of the programs and of the stock client go
     */
    public StockClient(Distribution distribution, StockVersion version, String namesrvAddress, Path dir) {
        this(distribution, version, namesrvAddress, dir, "128m");
    }

    /**
     * Programs with a heap of their own size.
     *
     * @param heap of each program, as -Xmx takes it; with gigabytes the code is also compiled as well as can be
     */
    public StockClient(Distribution distribution, StockVersion version, String namesrvAddress, Path dir, String heap) {
        this.distribution = distribution;
        this.version = version;
        this.namesrvAddress = namesrvAddress;
        this.dir = dir;
        this.heap = heap;
    }

    public StockVersion version() {
        return version;
    }

    /** Starts a program of system-tests/stock-programs; {@code --namesrv} is added to its arguments. */
    public EventProcess start(String program, Consumer<Event> listener, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--namesrv", namesrvAddress));
        all.addAll(List.of(arguments));
        return EventProcess.start(command(PROGRAMS + program, all), logFile(program), listener);
    }

    /**
     * Runs a program that ends by itself and returns what it reported.
     *
     * @throws AwaitException if it fails or does not end in time
     */
    public EventLog run(String program, Duration within, String... arguments) {
        EventLog log = new EventLog();
        try (EventProcess process = start(program, log, arguments)) {
            process.awaitSuccess(within);
        }
        return log;
    }

    /** Runs the stock {@code mqadmin} and returns what it printed. */
    public String mqadmin(Duration within, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-n", namesrvAddress));
        Path output = logFile("mqadmin-" + arguments[0]);
        try {
            writeLogConfiguration();
            Process process = new ProcessBuilder(command(MQADMIN, all))
                    .redirectOutput(output.toFile())
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AwaitException("mqadmin " + all + " did not end in time; see " + output);
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitException("interrupted");
        }
    }

    private List<String> command(String mainClass, List<String> arguments) {
        return JavaCommand.of(
                List.of(
                        "-Xmx" + heap,
                        "-XX:TieredStopAtLevel=" + (heap.endsWith("g") ? 4 : 1),
                        "-Duser.home=" + dir,
                        "-Drocketmq.client.logRoot=" + dir.resolve("rocketmqlogs"),
                        "-Drocketmq.home.dir=" + dir,
                        "-Dfastjson.parser.safeMode=true"),
                distribution.stockPrograms(version.module()),
                mainClass,
                arguments);
    }

    /** mqadmin 4.x refuses to work without this file. */
    private void writeLogConfiguration() throws IOException {
        Path file = dir.resolve("conf").resolve("logback_tools.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<configuration><root level=\"OFF\"/></configuration>\n");
    }

    private Path logFile(String program) {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dir.resolve(program + "-" + version + "-" + started.incrementAndGet() + ".log");
    }
}
