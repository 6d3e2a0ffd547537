package io.ringmq.bench.timer;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.ResidentMemory;
import io.ringmq.bench.report.MarkdownTable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench timers}: how late timed messages are, while few or many others wait. */
@Command(
        name = "timers",
        mixinStandardHelpOptions = true,
        description = {
            "Sends messages a few seconds ahead of their time, at a steady rate, while so many others wait for a day or two.",
            "Stored: by how much the leader's time of storing is behind the due time. Received: the same for the consumer,",
            "on this machine's clock. Set: the rate at which the messages since the last row were set that wait. Then the leader",
            "is killed: the time until there is another, and, from its start, until the killed node has registered again."
        })
public final class TimerBench implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Option(
            names = "--pending",
            split = ",",
            defaultValue = "0",
            description = "messages that wait meanwhile, ascending (${DEFAULT-VALUE})")
    private List<Long> pending = List.of(0L);

    @Option(names = "--per-second", defaultValue = "1000", description = "messages a second (${DEFAULT-VALUE})")
    private int perSecond;

    @Option(names = "--seconds", defaultValue = "30", description = "of the stream (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--bytes", defaultValue = "1024", description = "of a body (${DEFAULT-VALUE})")
    private int messageBytes;

    @Option(names = "--flush", defaultValue = "async", description = "sync or async (${DEFAULT-VALUE})")
    private String flush = "async";

    @Option(names = "--dir", defaultValue = "data/timers", description = "directory of the cluster (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "timers");

    private final Await await = new Await(Clock.systemUTC());

    @Override
    public Integer call() {
        ClusterSpec spec = Ports.free(
                ClusterSpec.defaults(dir.resolve(flush + "-" + await.clock().millis()))
                        .withFlush(flush));
        MarkdownTable table = new MarkdownTable(List.of(
                "waiting",
                "set, msg/s",
                "messages",
                "stored late ms, p50",
                "p99",
                "max",
                "received late ms, p50",
                "p99",
                "max",
                "leader MiB",
                "failover s",
                "start s"));
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            cluster.awaitAllRegistered();
            long waiting = 0;
            for (long target : pending) {
                TimedLoad load = new TimedLoad(cluster, messageBytes);
                double rate = load.fill(target - waiting);
                waiting = target;
                load.stream(perSecond, seconds);
                table.add(row(cluster, waiting, rate, load));
                System.out.println(table.text());
            }
            cluster.discard();
        }
        return 0;
    }

    private List<String> row(LocalCluster cluster, long waiting, double rate, TimedLoad load) {
        int leader = cluster.leader(0).orElseThrow();
        double memory = ResidentMemory.of(cluster.pid(leader)).anonymousBytes() / MIB;
        return List.of(
                String.format(Locale.ROOT, "%,d", waiting),
                String.format(Locale.ROOT, "%,.0f", rate),
                Long.toString(load.stored().getTotalCount()),
                percentile(load.stored(), 50),
                percentile(load.stored(), 99),
                percentile(load.stored(), 100),
                percentile(load.received(), 50),
                percentile(load.received(), 99),
                percentile(load.received(), 100),
                String.format(Locale.ROOT, "%,.0f", memory),
                seconds(() -> {
                    cluster.kill(leader);
                    cluster.awaitLeaders();
                }),
                seconds(() -> {
                    cluster.startNode(leader);
                    cluster.awaitAllRegistered();
                }));
    }

    private static String percentile(Histogram histogram, double percentile) {
        return Long.toString(histogram.getValueAtPercentile(percentile));
    }

    private String seconds(Runnable what) {
        long fromMs = await.clock().millis();
        what.run();
        return String.format(Locale.ROOT, "%.1f", (await.clock().millis() - fromMs) / 1e3);
    }
}
