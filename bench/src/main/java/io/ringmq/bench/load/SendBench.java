package io.ringmq.bench.load;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.CpuTime;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.stock.Event;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockProcess;
import io.ringmq.bench.stock.StockVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench send}: synchronous sends of a stock client, in each flush mode; prints Markdown. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Throughput and latency of synchronous sends by stock producers.")
public final class SendBench implements Callable<Integer> {
    private static final int QUEUES = 8;
    private static final String TOPIC = "bench";
    private static final String HEAP = "1g";

    @Option(names = "--threads", defaultValue = "64", description = "synchronous senders (${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--bytes", defaultValue = "1024", description = "size of a body (${DEFAULT-VALUE})")
    private int bytes;

    @Option(names = "--seconds", defaultValue = "15", description = "length of a measured window (${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warmup-seconds",
            defaultValue = "25",
            description = "load before the first window (${DEFAULT-VALUE})")
    private int warmupSeconds;

    @Option(names = "--runs", defaultValue = "3", description = "measured windows per flush mode (${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--flush", split = ",", defaultValue = "sync,async", description = "modes (${DEFAULT-VALUE})")
    private List<String> flushModes = List.of("sync", "async");

    @Option(
            names = "--client",
            defaultValue = "V5_5_0",
            description = "one of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private StockVersion clientVersion = StockVersion.V5_5_0;

    @Option(names = "--dir", defaultValue = "data/bench", description = "directory of the clusters (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "bench");

    private final Await await = new Await(Clock.systemUTC());

    @Override
    public Integer call() {
        List<String> table = new ArrayList<>();
        for (String flush : flushModes) {
            List<LoadWindow> windows = measure(flush);
            table.add(row(flush, windows));
        }
        System.out.println();
        System.out.println("Three nodes, nameserver and client on this machine ("
                + Runtime.getRuntime().availableProcessors() + " processors); rocketmq-client " + clientVersion + ", "
                + threads + " synchronous senders, bodies of " + bytes + " bytes, " + QUEUES + " queues; median of "
                + runs
                + " windows of " + seconds + " s.");
        System.out.println();
        System.out.println(
                "| flush | msg/s min / **median** / max | p50 ms | p99 ms | p99.9 ms | broker CPU us per message | client CPU us per message | errors |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        table.forEach(System.out::println);
        return 0;
    }

    private List<LoadWindow> measure(String flush) {
        ClusterSpec shape =
                ClusterSpec.defaults(dir.resolve(flush + "-" + await.clock().millis()));
        ClusterSpec spec = Ports.free(shape.withFlush(flush).withHeap(HEAP).withBrokerKey("segmentBytes", "1GiB"));
        List<LoadWindow> windows = new CopyOnWriteArrayList<>();
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            cluster.createTopic(TOPIC, QUEUES);
            List<Long> brokers =
                    IntStream.range(0, ClusterSpec.NODES).mapToObj(cluster::pid).toList();
            StockClient client = new StockClient(
                    cluster.distribution(),
                    clientVersion,
                    spec.namesrvAddress(),
                    spec.dir().resolve("client"),
                    HEAP);
            Windows listener = new Windows(flush, brokers, windows);
            try (StockProcess load = client.start("StockLoad", listener::hear, arguments())) {
                load.awaitSuccess(Duration.ofSeconds(60L + warmupSeconds + (long) runs * seconds));
            }
            cluster.discard();
        }
        return windows;
    }

    private String[] arguments() {
        return new String[] {
            "--topic", TOPIC,
            "--threads", Integer.toString(threads),
            "--bytes", Integer.toString(bytes),
            "--warmup-seconds", Integer.toString(warmupSeconds),
            "--seconds", Integer.toString(seconds),
            "--runs", Integer.toString(runs),
            // The load must not fail for its own queueing; the default is 3000.
            "--timeout-ms", "10000",
        };
    }

    private static String row(String flush, List<LoadWindow> windows) {
        List<Double> rates =
                windows.stream().map(LoadWindow::perSecond).sorted().toList();
        return String.format(
                "| %s | %,.0f / **%,.0f** / %,.0f | %.2f | %.2f | %.2f | %.0f | %.0f | %d |",
                flush,
                rates.get(0),
                rates.get(rates.size() / 2),
                rates.get(rates.size() - 1),
                median(windows, w -> w.p50Us() / 1000.0),
                median(windows, w -> w.p99Us() / 1000.0),
                median(windows, w -> w.p999Us() / 1000.0),
                median(windows, LoadWindow::brokerCpuUsPerMessage),
                median(windows, LoadWindow::clientCpuUsPerMessage),
                windows.stream().mapToLong(LoadWindow::errors).sum());
    }

    private static double median(List<LoadWindow> windows, ToDoubleFunction<LoadWindow> value) {
        double[] sorted = windows.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Puts the brokers' CPU time beside each window of the client. */
    private static final class Windows {
        private final String flush;
        private final List<Long> brokers;
        private final List<LoadWindow> windows;
        private long cpuAtStartUs;

        Windows(String flush, List<Long> brokers, List<LoadWindow> windows) {
            this.flush = flush;
            this.brokers = brokers;
            this.windows = windows;
        }

        void hear(Event event) {
            switch (event.kind()) {
                case "window-start" -> cpuAtStartUs = CpuTime.micros(brokers);
                case "window-end" -> {
                    LoadWindow window = LoadWindow.of(event, CpuTime.micros(brokers) - cpuAtStartUs);
                    windows.add(window);
                    System.out.printf(
                            "%s, window %d: %,.0f msg/s, p99 %.2f ms, broker CPU %.0f us per message%n",
                            flush,
                            windows.size(),
                            window.perSecond(),
                            window.p99Us() / 1000.0,
                            window.brokerCpuUsPerMessage());
                }
                case "failed" -> System.out.println("first error: " + event.fields());
                default -> {
                    // done says nothing that the end of the process does not
                }
            }
        }
    }
}
