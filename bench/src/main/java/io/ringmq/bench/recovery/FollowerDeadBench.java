package io.ringmq.bench.recovery;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.report.MarkdownTable;
import io.ringmq.bench.report.Spread;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench follower-dead}: what producers notice of a ring that has one node less. */
@Command(
        name = "follower-dead",
        mixinStandardHelpOptions = true,
        description = {
            "Measures 64 synchronous producers with all three nodes and after kill -9 of a follower, in alternation.",
            "Prints the ratios dead : alive. All nodes share this machine's processors, so that a dead one leaves more to the rest."
        })
public final class FollowerDeadBench implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int MESSAGE_BYTES = 1024;
    private static final List<String> MEASURED = List.of("p50Us", "p99Us", "maxUs");

    @Option(names = "--pairs", defaultValue = "5", description = "of windows (${DEFAULT-VALUE})")
    private int pairs;

    @Option(names = "--seconds", defaultValue = "5", description = "of a window (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--flush", defaultValue = "sync", description = "sync or async (${DEFAULT-VALUE})")
    private String flush = "sync";

    @Option(
            names = "--dir",
            defaultValue = "data/follower",
            description = "directory of the cluster (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "follower");

    private final Await await = new Await(Clock.systemUTC());

    @Override
    public Integer call() {
        Path own = dir.resolve(flush + "-" + await.clock().millis());
        ClusterSpec spec = Ports.free(ClusterSpec.defaults(own).withFlush(flush));
        List<Event> alive = new ArrayList<>();
        List<Event> dead = new ArrayList<>();
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await);
                AdminClient admin = cluster.admin()) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            cluster.awaitAllRegistered();
            FilledRing ring = new FilledRing(cluster, admin, MESSAGE_BYTES);
            try (RunningLoad load = ring.startLoad(seconds)) {
                for (int pair = 0; pair < pairs; pair++) {
                    alive.add(load.nextWindow());
                    int follower = (ring.leader() + 1) % ClusterSpec.NODES;
                    cluster.kill(follower);
                    dead.add(load.nextWindow());
                    comeBack(cluster, ring, follower);
                }
            }
            cluster.discard();
        }
        print(alive, dead);
        return 0;
    }

    private void comeBack(LocalCluster cluster, FilledRing ring, int follower) {
        long target = ring.appliedIndex(ring.leader());
        cluster.launchNode(follower);
        await.until("the follower to catch up", TIMEOUT, () -> ring.appliedIndex(follower) >= target);
        cluster.awaitAllRegistered();
    }

    private void print(List<Event> alive, List<Event> dead) {
        MarkdownTable table =
                new MarkdownTable(List.of("flush " + flush, "alive, median", "dead, median", "dead : alive"));
        for (String field : MEASURED) {
            table.add(List.of(field, median(alive, field), median(dead, field), ratio(alive, dead, field)));
        }
        table.add(List.of(
                "messages", median(alive, "messages"), median(dead, "messages"), ratio(alive, dead, "messages")));
        table.add(List.of("errors", median(alive, "errors"), median(dead, "errors"), ""));
        System.out.println(table.text());
    }

    private static String median(List<Event> windows, String field) {
        Spread spread =
                Spread.of(windows.stream().map(w -> (double) w.number(field)).toList());
        return String.format(Locale.ROOT, "%,.0f", spread.median());
    }

    private static String ratio(List<Event> alive, List<Event> dead, String field) {
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < alive.size(); pair++) {
            ratios.add(dead.get(pair).number(field) / (double) alive.get(pair).number(field));
        }
        return Spread.of(ratios).asRatio();
    }
}
