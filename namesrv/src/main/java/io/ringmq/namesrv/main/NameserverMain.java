package io.ringmq.namesrv.main;

import io.ringmq.remoting.protocol.ConnectionFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs a nameserver until the process is told to end. Prints {@code nameserver ready on host:port} on standard output
 * once it listens; logs go to standard error.
 */
@Command(
        name = "nameserver",
        mixinStandardHelpOptions = true,
        description = "Tells clients of a cluster which brokers lead and which topics they serve.")
public final class NameserverMain implements Callable<Integer> {
    private static final int EXIT_BAD_CONFIGURATION = 2;

    @Option(names = "--config", description = "properties file; see NameserverConfig for its keys")
    private @Nullable Path configFile;

    @Option(names = "--port", description = "port to listen on, instead of listenPort of the file")
    private @Nullable Integer port;

    @Option(names = "--bind", description = "address to listen on, instead of bindAddress of the file")
    private @Nullable String bindAddress;

    @Option(names = "--data-dir", description = "directory for settings, instead of dataDir of the file")
    private @Nullable Path dataDir;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new NameserverMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        NameserverConfig config;
        try {
            config = config();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("nameserver: " + e.getMessage());
            return EXIT_BAD_CONFIGURATION;
        }
        return run(config);
    }

    private NameserverConfig config() throws IOException {
        NameserverConfig file = configFile == null ? NameserverConfig.defaults() : NameserverConfig.load(configFile);
        return new NameserverConfig(
                port == null ? file.listenPort() : port,
                bindAddress == null ? file.bindAddress() : bindAddress,
                dataDir == null ? file.dataDir() : dataDir);
    }

    private static int run(NameserverConfig config) throws InterruptedException {
        try (Nameserver nameserver = new Nameserver(config, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
            int listening = nameserver.start();
            Runtime.getRuntime().addShutdownHook(new Thread(nameserver::close, "namesrv-stop"));
            System.out.println("nameserver ready on " + config.bindAddress() + ":" + listening);
            nameserver.awaitClosed();
            return CommandLine.ExitCode.OK;
        } catch (IOException | ConnectionFailedException e) {
            System.err.println("nameserver: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
