package io.ringmq.bench.recovery;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.report.MarkdownTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench restart}: how long a node takes to come back. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = {
            "Fills the log of a ring, kills a follower with kill -9 right after a burst of messages, and starts it again,",
            "again and again: the time from the start of its process until it has applied all. Then the same for a follower",
            "that was away while messages were written: the rate at which it catches up, at rest and under load."
        })
public final class RestartBench implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private static final long BURST_BYTES = 32 * MIB;

    @Option(
            names = "--gigabytes",
            split = ",",
            defaultValue = "1",
            description =
                    "sizes of the log, in GiB of bodies, ascending (${DEFAULT-VALUE}); the disk needs three times the last, once with --alone")
    private List<Double> gigabytes = List.of(1.0);

    @Option(
            names = "--alone",
            description = "first makes one node the only voter, and restarts that one; nothing to catch up with then")
    private boolean alone;

    @Option(names = "--restarts", defaultValue = "5", description = "for each size (${DEFAULT-VALUE})")
    private int restarts;

    @Option(
            names = "--missed-megabytes",
            defaultValue = "512",
            description = "MiB that are written while the follower is away (${DEFAULT-VALUE})")
    private long missedMegabytes;

    @Option(names = "--bytes", defaultValue = "1024", description = "of a body (${DEFAULT-VALUE})")
    private int messageBytes;

    @Option(names = "--flush", defaultValue = "async", description = "sync or async (${DEFAULT-VALUE})")
    private String flush = "async";

    @Option(names = "--dir", defaultValue = "data/restart", description = "directory of the cluster (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "restart");

    private final Await await = new Await(Clock.systemUTC());

    @Override
    public Integer call() {
        Path own = dir.resolve(flush + "-" + await.clock().millis());
        ClusterSpec spec = Ports.free(keepingAll(ClusterSpec.defaults(own).withFlush(flush)));
        MarkdownTable table = new MarkdownTable(List.of(
                "log GiB",
                "voters",
                "restarts",
                "back after s, median",
                "min",
                "max",
                "missed MiB",
                "at rest, MiB/s",
                "under load, MiB/s",
                "load, msg/s"));
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await);
                AdminClient admin = cluster.admin()) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            cluster.awaitAllRegistered();
            FilledRing ring = new FilledRing(cluster, admin, messageBytes);
            if (alone) {
                ring.dismissFollowers();
            }
            double filled = 0;
            for (double size : gigabytes) {
                ring.add(Math.round((size - filled) * GIB));
                filled = size;
                table.add(row(cluster, ring));
                System.out.println(table.text());
            }
            cluster.discard();
        }
        return 0;
    }

    /** Retention would delete, or refuse messages, once the disk is as full as this makes it. */
    private static ClusterSpec keepingAll(ClusterSpec spec) {
        ClusterSpec keeping = spec;
        for (String ratio :
                List.of("diskMaxUsedSpaceRatio", "diskSpaceCleanForciblyRatio", "diskSpaceWarningLevelRatio")) {
            keeping = keeping.withBrokerKey(ratio, "100");
        }
        return keeping;
    }

    private List<String> row(LocalCluster cluster, FilledRing ring) {
        int leader = ring.leader();
        int node = alone ? leader : (leader + 1) % ClusterSpec.NODES;
        long logBytes = ring.logBytes(leader);
        List<String> row = new ArrayList<>(List.of(tenths(logBytes / (double) GIB), alone ? "1" : "3"));
        row.addAll(restarted(cluster, ring, node));
        row.addAll(alone ? List.of("", "", "", "") : caughtUp(cluster, ring, node));
        return row;
    }

    private List<String> restarted(LocalCluster cluster, FilledRing ring, int node) {
        List<Long> backMs = new ArrayList<>();
        for (int i = 0; i < restarts; i++) {
            ring.add(BURST_BYTES);
            long target = ring.appliedIndex(ring.leader());
            cluster.kill(node);
            backMs.add(comeBackMs(cluster, ring, node, target));
        }
        backMs.sort(null);
        return List.of(
                Integer.toString(restarts),
                tenths(backMs.get(backMs.size() / 2) / 1e3),
                tenths(backMs.get(0) / 1e3),
                tenths(backMs.get(backMs.size() - 1) / 1e3));
    }

    private List<String> caughtUp(LocalCluster cluster, FilledRing ring, int node) {
        long atRestMs = awayMs(cluster, ring, node);
        cluster.kill(node);
        ring.add(missedMegabytes * MIB);
        long target = ring.appliedIndex(ring.leader());
        long underLoadMs;
        double load;
        try (RunningLoad running = ring.startLoad(1)) {
            running.mark();
            underLoadMs = comeBackMs(cluster, ring, node, target);
            load = running.messagesPerSecond();
        }
        return List.of(
                Long.toString(missedMegabytes),
                tenths(missedMegabytes * 1e3 / atRestMs),
                tenths(missedMegabytes * 1e3 / underLoadMs),
                String.format(Locale.ROOT, "%,.0f", load));
    }

    private long awayMs(LocalCluster cluster, FilledRing ring, int node) {
        cluster.kill(node);
        ring.add(missedMegabytes * MIB);
        return comeBackMs(cluster, ring, node, ring.appliedIndex(ring.leader()));
    }

    /** Starts a node and waits until it has applied an entry. */
    private long comeBackMs(LocalCluster cluster, FilledRing ring, int node, long target) {
        if (target < 0) {
            throw new AwaitException("the leader does not say how far it is");
        }
        long fromMs = await.clock().millis();
        cluster.launchNode(node);
        await.until(
                "entry " + target + " on the node that came back", TIMEOUT, () -> ring.appliedIndex(node) >= target);
        long ms = await.clock().millis() - fromMs;
        if (alone) {
            cluster.awaitLeaders();
        } else {
            cluster.awaitAllRegistered();
        }
        return ms;
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
