package io.ringmq.bench.cluster;

import io.ringmq.admin.cluster.AdminException;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.process.Distribution;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line behind {@code scripts/cluster}. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "One nameserver and three brokers as processes on this machine.")
public final class ClusterCommand {
    private static final int EXIT_FAILED = 1;

    private final Await await = new Await(Clock.systemUTC());
    private final PrintStream out = System.out;

    private ClusterCommand() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new ClusterCommand());
        line.setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof IllegalStateException
                    || failure instanceof IllegalArgumentException
                    || failure instanceof PortInUseException
                    || failure instanceof AdminException
                    || failure instanceof AwaitException) {
                System.err.println("cluster: " + failure.getMessage());
                return EXIT_FAILED;
            }
            throw failure;
        });
        System.exit(args.length == 0 ? line.execute("--help") : line.execute(args));
    }

    /** Where the cluster is. */
    static final class Location {
        @Option(
                names = "--dir",
                defaultValue = "data/cluster",
                description = "directory of the cluster (${DEFAULT-VALUE})")
        private Path dir = Path.of("data", "cluster");
    }

    @Command(description = "Starts the cluster and waits until every ring has a leader.")
    int start(
            @CommandLine.Mixin Location location,
            @Option(names = "--namesrv-port", defaultValue = "" + ClusterSpec.DEFAULT_NAMESRV_PORT) int namesrvPort,
            @Option(names = "--base-port", defaultValue = "" + ClusterSpec.DEFAULT_BASE_PORT) int basePort,
            @Option(names = "--rings", defaultValue = "1") int rings,
            @Option(names = "--flush", defaultValue = "sync", description = "sync or async") String flush,
            @Option(names = "--heap", defaultValue = ClusterSpec.DEFAULT_HEAP) String heap,
            @Option(
                            names = "--set",
                            paramLabel = "KEY=VALUE",
                            description = "a key of the brokers' configuration; repeatable")
                    @Nullable
                    Map<String, String> brokerKeys) {
        ClusterSpec spec = new ClusterSpec(
                location.dir, namesrvPort, basePort, rings, flush, heap, brokerKeys == null ? Map.of() : brokerKeys);
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await)) {
            cluster.awaitAllRegistered();
            cluster.spreadLeaders();
            cluster.status().forEach(out::println);
        }
        return 0;
    }

    @Command(description = "Ends every process of the cluster in order. Its data stay.")
    int stop(@CommandLine.Mixin Location location) {
        if (!ClusterSpec.existsIn(location.dir)) {
            out.println("no cluster in " + location.dir);
            return 0;
        }
        try (LocalCluster cluster = open(location)) {
            cluster.stop();
        }
        out.println("stopped");
        return 0;
    }

    @Command(description = "Tells who leads and what every node reports about itself.")
    int status(@CommandLine.Mixin Location location) {
        try (LocalCluster cluster = open(location)) {
            cluster.status().forEach(out::println);
        }
        return 0;
    }

    @Command(description = "Kills a node as `kill -9` does.")
    int kill(
            @CommandLine.Mixin Location location,
            @Parameters(description = "n0, n1, n2, or leader for the one of ring-0") String node) {
        try (LocalCluster cluster = open(location)) {
            int victim = node.equals("leader") ? leaderOf(cluster) : nodeNamed(node);
            cluster.kill(victim);
            out.println("killed " + cluster.spec().nodeName(victim));
        }
        return 0;
    }

    @Command(name = "restart-node", description = "Ends a node in order (SIGTERM) and starts it again.")
    int restartNode(@CommandLine.Mixin Location location, @Parameters(description = "n0, n1 or n2") String node) {
        try (LocalCluster cluster = open(location)) {
            cluster.terminate(nodeNamed(node));
            cluster.startNode(nodeNamed(node));
            out.println("restarted " + node);
        }
        return 0;
    }

    @Command(name = "start-node", description = "Starts a node again, on the data it had.")
    int startNode(
            @CommandLine.Mixin Location location,
            @Parameters(description = "n0, n1, n2, or dead for all that do not run") String node) {
        try (LocalCluster cluster = open(location)) {
            for (int dead : node.equals("dead") ? cluster.deadNodes() : java.util.List.of(nodeNamed(node))) {
                cluster.startNode(dead);
                out.println("started " + cluster.spec().nodeName(dead));
            }
        }
        return 0;
    }

    private LocalCluster open(Location location) {
        return LocalCluster.open(location.dir, Distribution.fromSystemProperty(), await);
    }

    private static int leaderOf(LocalCluster cluster) {
        OptionalInt leader = cluster.leader(0);
        if (leader.isEmpty()) {
            throw new IllegalStateException("the nameserver knows no leader of ring-0 now; name a node instead");
        }
        return leader.getAsInt();
    }

    private static int nodeNamed(String name) {
        if (!name.matches("n[0-2]")) {
            throw new IllegalArgumentException("'" + name + "' is none of n0, n1, n2");
        }
        return name.charAt(1) - '0';
    }
}
