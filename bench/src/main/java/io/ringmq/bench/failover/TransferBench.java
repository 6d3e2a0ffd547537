package io.ringmq.bench.failover;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench transfer}: what planned changes of leader cost producers. */
@Command(
        name = "transfer",
        mixinStandardHelpOptions = true,
        description = {
            "Hands leadership over under synchronous stock producers with default settings, again and again.",
            "Prints the gaps: the longest time without any acknowledgement around each transfer."
        })
public final class TransferBench implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int QUEUES = 8;
    private static final int RING = 0;

    @Option(names = "--transfers", defaultValue = "100", description = "how many (${DEFAULT-VALUE})")
    private int transfers;

    @Option(names = "--threads", defaultValue = "8", description = "synchronous senders (${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--between-ms", defaultValue = "500", description = "load between transfers (${DEFAULT-VALUE})")
    private int betweenMs;

    @Option(names = "--flush", defaultValue = "sync", description = "sync or async (${DEFAULT-VALUE})")
    private String flush = "sync";

    @Option(
            names = "--dir",
            defaultValue = "data/transfer",
            description = "directory of the cluster (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "transfer");

    private final Await await = new Await(Clock.systemUTC());
    private final Ledger ledger = new Ledger();

    @Override
    public Integer call() {
        Path own = dir.resolve(flush + "-" + await.clock().millis());
        ClusterSpec spec = Ports.free(ClusterSpec.defaults(own).withFlush(flush));
        List<Long> gapsMs;
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            cluster.awaitAllRegistered();
            cluster.createTopic("transfers", QUEUES);
            gapsMs = measure(cluster);
            cluster.discard();
        }
        print(gapsMs);
        return ledger.failedSends() == 0 ? 0 : 1;
    }

    private List<Long> measure(LocalCluster cluster) {
        StockClient client = new StockClient(
                cluster.distribution(),
                StockVersion.V5_5_0,
                cluster.spec().namesrvAddress(),
                cluster.spec().dir().resolve("client"));
        List<Long> startsMs = new ArrayList<>();
        try (EventProcess producer = client.start(
                        "StockStream",
                        ledger::producerEvent,
                        "--topic",
                        "transfers",
                        "--threads",
                        Integer.toString(threads),
                        "--pause-ms",
                        "1");
                AdminClient admin = cluster.admin()) {
            await.until("messages that flow", TIMEOUT, () -> ledger.acked() > 0);
            load();
            for (int i = 0; i < transfers; i++) {
                startsMs.add(await.clock().millis());
                admin.transferLeader(admin.ring(cluster.spec().ringName(RING)), null);
                load();
            }
            producer.end(TIMEOUT);
        }
        startsMs.add(await.clock().millis());
        List<Long> gapsMs = new ArrayList<>();
        for (int i = 0; i < transfers; i++) {
            gapsMs.add(ledger.longestGapMs(startsMs.get(i), startsMs.get(i + 1)));
        }
        return gapsMs;
    }

    private void load() {
        long until = await.clock().millis() + betweenMs;
        await.until("load between transfers", TIMEOUT, () -> await.clock().millis() >= until);
    }

    private void print(List<Long> gapsMs) {
        List<Long> sorted = gapsMs.stream().sorted().toList();
        System.out.println(
                "| flush | transfers | gap median ms | gap p99 ms | gap max ms | acknowledged | failed sends |");
        System.out.println("|---|---|---|---|---|---|---|");
        System.out.printf(
                "| %s | %d | %d | %d | %d | %d | %d |%n",
                flush,
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1),
                sorted.get(sorted.size() - 1),
                ledger.acked(),
                ledger.failedSends());
        ledger.failureReasons().forEach((reason, times) -> System.out.println("    " + times + " x " + reason));
    }
}
