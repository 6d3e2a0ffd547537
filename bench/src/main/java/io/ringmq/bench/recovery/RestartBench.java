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
            "that was away while messages were written: the rate at which it catches up. No load meanwhile."
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
                    "sizes of the log, in GiB of bodies, ascending (${DEFAULT-VALUE}); the disk needs three times the last")
    private List<Double> gigabytes = List.of(1.0);

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
        ClusterSpec spec = Ports.free(ClusterSpec.defaults(own).withFlush(flush));
        MarkdownTable table = new MarkdownTable(List.of(
                "log GiB",
                "restarts",
                "back after s, median",
                "min",
                "max",
                "missed MiB",
                "caught up after s",
                "MiB/s"));
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await);
                AdminClient admin = cluster.admin()) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            cluster.awaitAllRegistered();
            FilledRing ring = new FilledRing(cluster, admin, messageBytes);
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

    private List<String> row(LocalCluster cluster, FilledRing ring) {
        int follower = (ring.leader() + 1) % ClusterSpec.NODES;
        long logBytes = ring.logBytes(ring.leader());
        List<Long> backMs = new ArrayList<>();
        for (int i = 0; i < restarts; i++) {
            ring.add(BURST_BYTES);
            cluster.kill(follower);
            backMs.add(comeBackMs(cluster, ring, follower));
        }
        backMs.sort(null);
        cluster.kill(follower);
        ring.add(missedMegabytes * MIB);
        long caughtUpMs = comeBackMs(cluster, ring, follower);
        return List.of(
                tenths(logBytes / (double) GIB),
                Integer.toString(restarts),
                tenths(backMs.get(backMs.size() / 2) / 1e3),
                tenths(backMs.get(0) / 1e3),
                tenths(backMs.get(backMs.size() - 1) / 1e3),
                Long.toString(missedMegabytes),
                tenths(caughtUpMs / 1e3),
                tenths(missedMegabytes * 1e3 / caughtUpMs));
    }

    /** Starts a node and waits until it has applied what the leader had applied before. */
    private long comeBackMs(LocalCluster cluster, FilledRing ring, int node) {
        long target = ring.appliedIndex(ring.leader());
        if (target < 0) {
            throw new AwaitException("the leader does not say how far it is");
        }
        long fromMs = await.clock().millis();
        cluster.launchNode(node);
        await.until(
                "entry " + target + " on the node that came back", TIMEOUT, () -> ring.appliedIndex(node) >= target);
        long ms = await.clock().millis() - fromMs;
        cluster.awaitAllRegistered();
        return ms;
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
