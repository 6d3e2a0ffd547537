package io.ringmq.bench.failover;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Directory;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line behind {@code scripts/quickstart}: shows that a killed leader loses nothing. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = "Starts three brokers, kills the leader under load of a stock client, and counts.")
public final class QuickstartCommand implements Callable<Integer> {
    private static final int THREADS = 4;
    private static final int PAUSE_MS = 2;
    private static final int EXIT_LOST = 1;

    @Option(names = "--keep", description = "leave the cluster running at the end")
    private boolean keep;

    private final PrintStream out = System.out;
    private final Await await = new Await(Clock.systemUTC());
    private final long startMs = await.clock().millis();

    private QuickstartCommand() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new QuickstartCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path dir = Files.createTempDirectory("ringmq-quickstart-");
        ClusterSpec wanted = ClusterSpec.defaults(dir);
        ClusterSpec spec = Ports.free(wanted);
        if (!spec.equals(wanted)) {
            say("the default ports are taken; using --namesrv-port " + spec.namesrvPort() + " --base-port "
                    + spec.basePort());
        }
        say("starting one nameserver and three brokers in " + dir);
        Distribution distribution = Distribution.fromSystemProperty();
        boolean passed = false;
        try (LocalCluster cluster = LocalCluster.start(spec, distribution, await)) {
            Thread stop = new Thread(cluster::killAll);
            Runtime.getRuntime().addShutdownHook(stop);
            cluster.awaitAllRegistered();
            cluster.status().forEach(this::say);
            passed = runTrial(cluster);
            Runtime.getRuntime().removeShutdownHook(stop);
            finish(cluster, passed);
        }
        return passed ? 0 : EXIT_LOST;
    }

    private boolean runTrial(LocalCluster cluster) {
        StockClient client = new StockClient(
                cluster.distribution(),
                StockVersion.V5_5_0,
                cluster.spec().namesrvAddress(),
                cluster.spec().dir().resolve("client"));
        say("stock rocketmq-client " + client.version() + ": " + THREADS
                + " synchronous senders and a push consumer, with the client's default settings");
        TrialPlan plan = new TrialPlan(
                "quickstart",
                THREADS,
                PAUSE_MS,
                TrialPlan.DEFAULT_POLL_MS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(4));
        TrialResult result = new FailoverTrial(cluster, client, plan, this::say).run();
        say(String.format("gap seen by the producer: %.2f s", result.gapMs() / 1000.0));
        result.rewinds().forEach(rewind -> say("committed offset " + rewind));
        say("verdict: " + (result.passed() ? "PASSED" : "FAILED") + ": " + result.verdict());
        return result.passed();
    }

    private void finish(LocalCluster cluster, boolean passed) {
        Path dir = cluster.spec().dir();
        if (keep) {
            say("the cluster runs on; nameserver " + cluster.spec().namesrvAddress() + "; stop it with");
            say("  scripts/cluster stop --dir " + dir);
            return;
        }
        say("stopping everything");
        cluster.stop();
        if (passed) {
            Directory.delete(dir);
        } else {
            say("logs and data are in " + dir);
        }
    }

    private void say(String text) {
        out.printf("%6.1f s  %s%n", (await.clock().millis() - startMs) / 1000.0, text);
    }
}
