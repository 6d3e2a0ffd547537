package io.ringmq.bench.failover;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
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

/** {@code scripts/bench failover}: the gap that a killed leader leaves, over several kills of one cluster. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        description = "kill -9 of the leader under synchronous stock producers, again and again; prints the gaps.")
public final class FailoverBench implements Callable<Integer> {
    private static final int THREADS = 8;

    /** The kill moves through the clients' poll interval from trial to trial. */
    private static final int PHASE_STEP_SECONDS = 7;

    private static final int PHASES_SECONDS = 24;
    private static final int FIRST_KILL_SECONDS = 6;

    @Option(names = "--trials", defaultValue = "10", description = "kills (${DEFAULT-VALUE})")
    private int trials;

    @Option(
            names = "--poll-ms",
            defaultValue = "30000",
            description = "route poll interval of the stock clients (${DEFAULT-VALUE}, their own default)")
    private int pollMs;

    @Option(names = "--flush", defaultValue = "sync", description = "sync or async (${DEFAULT-VALUE})")
    private String flush = "sync";

    @Option(
            names = "--dir",
            defaultValue = "data/failover",
            description = "directory of the clusters (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "failover");

    private final Await await = new Await(Clock.systemUTC());

    @Override
    public Integer call() {
        Path own = dir.resolve(flush + "-" + await.clock().millis());
        ClusterSpec spec = Ports.free(ClusterSpec.defaults(own).withFlush(flush));
        List<TrialResult> results = new ArrayList<>();
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            StockClient client = new StockClient(
                    cluster.distribution(),
                    StockVersion.V5_5_0,
                    spec.namesrvAddress(),
                    spec.dir().resolve("client"));
            for (int trial = 0; trial < trials; trial++) {
                results.add(trial(cluster, client, trial));
            }
            cluster.discard();
        }
        print(results);
        return results.stream().allMatch(TrialResult::passed) ? 0 : 1;
    }

    private TrialResult trial(LocalCluster cluster, StockClient client, int number) {
        int killAfterSeconds = FIRST_KILL_SECONDS + number * PHASE_STEP_SECONDS % PHASES_SECONDS;
        TrialPlan plan = new TrialPlan(
                "failover-" + await.clock().millis(),
                THREADS,
                0,
                pollMs,
                Duration.ofSeconds(pollMs < 5_000 ? FIRST_KILL_SECONDS : killAfterSeconds),
                Duration.ofSeconds(5));
        TrialResult result = new FailoverTrial(cluster, client, plan, line -> {}).run();
        System.out.printf(
                "trial %d: gap %.2f s, failed sends %d; %s%s%n",
                number + 1,
                result.gapMs() / 1000.0,
                result.failedSends(),
                result.verdict(),
                result.rewinds().isEmpty() ? "" : "; offsets rewound: " + result.rewinds());
        result.failureReasons().forEach((reason, times) -> System.out.println("    " + times + " x " + reason));
        return result;
    }

    private void print(List<TrialResult> results) {
        List<Long> gaps = results.stream().map(TrialResult::gapMs).sorted().toList();
        System.out.println();
        System.out.println(
                "| flush | route poll ms | kills | gap median s | gap max s | acknowledged | lost | duplicates | offset rewinds |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        System.out.printf(
                "| %s | %d | %d | %.2f | %.2f | %d | %d | %d | %d |%n",
                flush,
                pollMs,
                results.size(),
                gaps.get(gaps.size() / 2) / 1000.0,
                gaps.get(gaps.size() - 1) / 1000.0,
                results.stream().mapToLong(r -> r.verdict().acked()).sum(),
                results.stream().mapToLong(r -> r.verdict().lost()).sum(),
                results.stream().mapToLong(r -> r.verdict().duplicates()).sum(),
                results.stream().mapToLong(r -> r.rewinds().size()).sum());
    }
}
