package io.ringmq.bench.recovery;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.CpuTime;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.report.MarkdownTable;
import io.ringmq.bench.report.Spread;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench catalog}: what a ring pays for topics, queues and groups that nobody uses at the moment. */
@Command(
        name = "catalog",
        mixinStandardHelpOptions = true,
        description = {
            "Fills a ring with topics of 10 queues, a consumer group for 10 topics each and an offset for every queue. Prints what a",
            "heartbeat of a consumer costs, what a ring without load uses, and how long a restart and a failover take."
        })
public final class CatalogBench implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int RING = 0;
    private static final int MESSAGE_BYTES = 1024;
    private static final int HEARTBEAT_ROUNDS = 5;

    @Option(
            names = "--topics",
            split = ",",
            defaultValue = "100,1000,10000",
            description = "numbers of topics, each with a cluster of its own (${DEFAULT-VALUE})")
    private List<Integer> topics = List.of();

    @Option(names = "--repeats", defaultValue = "3", description = "restarts and failovers (${DEFAULT-VALUE})")
    private int repeats;

    @Option(names = "--idle-seconds", defaultValue = "30", description = "without any request (${DEFAULT-VALUE})")
    private int idleSeconds;

    @Option(
            names = "--dir",
            defaultValue = "data/catalog",
            description = "directory of the clusters (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "catalog");

    private final Await await = new Await(Clock.systemUTC());

    @Override
    public Integer call() {
        MarkdownTable table = new MarkdownTable(List.of(
                "topics",
                "queues",
                "groups",
                "topics created a second",
                "heartbeat, us of broker CPU",
                "at rest, cores of three brokers",
                "at rest, cores of the nameserver",
                "restart s",
                "failover s"));
        for (int count : topics) {
            table.add(row(count));
            System.out.println(table.text());
        }
        return 0;
    }

    private List<String> row(int count) {
        ClusterSpec spec = Ports.free(
                ClusterSpec.defaults(dir.resolve(count + "-" + await.clock().millis())));
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await);
                AdminClient admin = cluster.admin();
                FilledCatalog catalog = new FilledCatalog(cluster, count)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            cluster.awaitAllRegistered();
            List<String> row = new ArrayList<>(List.of(
                    Integer.toString(count), Integer.toString(catalog.queues()), Integer.toString(catalog.groups())));
            row.add(String.format(Locale.ROOT, "%,.0f", count * 1e3 / elapsedMs(catalog::createTopics)));
            row.add(heartbeatMicros(cluster, catalog));
            catalog.commitOffsets();
            row.addAll(coresAtRest(cluster));
            FilledRing ring = new FilledRing(cluster, admin, MESSAGE_BYTES);
            row.add(median(() -> restartMs(cluster, ring)));
            row.add(median(() -> failoverMs(cluster, catalog)));
            cluster.discard();
            return row;
        }
    }

    private long elapsedMs(Runnable action) {
        long fromMs = await.clock().millis();
        action.run();
        return Math.max(1, await.clock().millis() - fromMs);
    }

    private static String heartbeatMicros(LocalCluster cluster, FilledCatalog catalog) {
        catalog.heartbeats();
        List<Long> brokers = brokers(cluster);
        long before = CpuTime.micros(brokers);
        for (int round = 0; round < HEARTBEAT_ROUNDS; round++) {
            catalog.heartbeats();
        }
        long used = CpuTime.micros(brokers) - before;
        return String.format(Locale.ROOT, "%,d", used / HEARTBEAT_ROUNDS / catalog.groups());
    }

    private List<String> coresAtRest(LocalCluster cluster) {
        List<Long> brokers = brokers(cluster);
        List<Long> nameserver = cluster.processIds().subList(0, 1);
        long brokersBefore = CpuTime.micros(brokers);
        long nameserverBefore = CpuTime.micros(nameserver);
        long elapsedUs = 1_000 * elapsedMs(() -> await.pause(Duration.ofSeconds(idleSeconds)));
        return List.of(
                cores(CpuTime.micros(brokers) - brokersBefore, elapsedUs),
                cores(CpuTime.micros(nameserver) - nameserverBefore, elapsedUs));
    }

    private static String cores(long cpuUs, long elapsedUs) {
        return String.format(Locale.ROOT, "%.3f", cpuUs / (double) elapsedUs);
    }

    private static List<Long> brokers(LocalCluster cluster) {
        List<Long> all = cluster.processIds();
        return all.subList(1, all.size());
    }

    private String median(LongSupplier measuredMs) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            seconds.add(measuredMs.getAsLong() / 1e3);
        }
        Spread spread = Spread.of(seconds);
        return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", spread.median(), spread.min(), spread.max());
    }

    /** kill -9 of a follower, until it has applied what the leader had. */
    private long restartMs(LocalCluster cluster, FilledRing ring) {
        int leader = ring.leader();
        int follower = (leader + 1) % ClusterSpec.NODES;
        long target = ring.appliedIndex(leader);
        cluster.kill(follower);
        long ms = elapsedMs(() -> {
            cluster.launchNode(follower);
            await.until("the follower to come back", TIMEOUT, () -> ring.appliedIndex(follower) >= target);
        });
        cluster.awaitAllRegistered();
        return ms;
    }

    /** kill -9 of the leader, until another answers for a topic where the nameserver says. */
    private long failoverMs(LocalCluster cluster, FilledCatalog catalog) {
        int leader = cluster.leader(RING).orElseThrow();
        cluster.kill(leader);
        long ms = elapsedMs(() -> await.until("another leader", TIMEOUT, catalog::isServed));
        cluster.startNode(leader);
        cluster.awaitAllRegistered();
        return ms;
    }
}
