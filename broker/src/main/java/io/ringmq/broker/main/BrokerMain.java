package io.ringmq.broker.main;

import io.ringmq.broker.config.BrokerConfig;
import io.ringmq.broker.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one broker node until it is told to stop (SIGTERM), which hands its leaderships over first. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "One node of a RingMQ cluster. All settings are in one properties file: docs/configuration.md.")
public final class BrokerMain implements Callable<Integer> {
    /** The settings, the data directory or an address can not be used (EX_CONFIG of sysexits.h). */
    static final int EXIT_BAD_CONFIGURATION = 78;

    /** A log or a state failed while running (EX_IOERR); the supervisor should start the process again. */
    static final int EXIT_FAILED = 74;

    private static final Logger LOG = LoggerFactory.getLogger(BrokerMain.class);

    @Option(names = "--config", required = true, description = "the node's properties file")
    private @Nullable Path configFile;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BrokerMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return run(BrokerConfig.load(Objects.requireNonNull(configFile)));
        } catch (ConfigException | IOException e) {
            System.err.println("broker: " + e.getMessage());
            return EXIT_BAD_CONFIGURATION;
        }
    }

    private static int run(BrokerConfig config) throws IOException, InterruptedException {
        BrokerProcess broker = BrokerProcess.start(config, BrokerMain::halt);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            broker.close();
                            // The JVM would end with 143, as if it had been cut short.
                            Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
                        },
                        "broker-stop"));
        System.out.println("broker " + config.node().nodeId() + " ready");
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    /** A failed log must not acknowledge anything more, so nothing is tidied up on the way out. */
    private static void halt(Throwable cause) {
        LOG.error("this node can not go on and ends now with exit code {}; start it again", EXIT_FAILED, cause);
        Runtime.getRuntime().halt(EXIT_FAILED);
    }
}
