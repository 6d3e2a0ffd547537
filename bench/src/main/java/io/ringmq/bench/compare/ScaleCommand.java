package io.ringmq.bench.compare;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.report.Result;
import io.ringmq.bench.system.RingSystem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scripts/bench scale}: RingMQ in one size against RingMQ in another, in alternation. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = {
            "Compares RingMQ with more queues, rings, idle connections or consumer groups with RingMQ with few.",
            "The first value is what the others are compared with."
        })
public final class ScaleCommand implements Callable<Integer> {
    @Option(names = "--axis", required = true, description = "one of ${COMPLETION-CANDIDATES}")
    private Axis axis = Axis.QUEUES;

    @Option(names = "--values", description = "values of the axis; without it, those of docs/performance.md")
    private String values = "";

    @Option(names = "--client", defaultValue = "sdk", description = "stock or sdk (${DEFAULT-VALUE})")
    private LoadClientKind client = LoadClientKind.SDK;

    @Option(names = "--pairs", defaultValue = "5", description = "measured pairs for each value (${DEFAULT-VALUE})")
    private int pairs;

    @Option(names = "--warmup-pairs", defaultValue = "1", description = "pairs that do not count (${DEFAULT-VALUE})")
    private int warmupPairs;

    @Mixin
    private Priming priming = new Priming();

    @Mixin
    private MeasureOptions options = new MeasureOptions();

    private final List<AutoCloseable> open = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        int[] sizes = Arrays.stream((values.isEmpty() ? axis.defaultValues() : values).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        Recorder recorder = options.record();
        try {
            Contestant base = start(sizes[0], recorder);
            recorder.accept(base.facts(recorder.run(), options.flush()));
            for (int i = 1; i < sizes.length; i++) {
                compare(base, sizes[i], sizes[0], recorder);
            }
        } finally {
            closeDownTo(0);
        }
        return 0;
    }

    private void compare(Contestant base, int size, int baseSize, Recorder recorder) throws Exception {
        int before = open.size();
        try {
            Contestant larger = start(size, recorder);
            Duel duel = new Duel(larger, base, recorder.labels(options.flush()), recorder);
            Duel.Rounds rounds = new Duel.Rounds(warmupPairs, pairs);
            LoadPlan plan = options.plan(rounds.windows());
            Duel.Plans plans = new Duel.Plans(axis.plan(plan, size), axis.plan(plan, baseSize));
            LoadPlan once = options.plan(1);
            priming.prime(
                    duel, new Duel.Plans(axis.plan(once, size), axis.plan(once, baseSize)), List.of(axis.workload()));
            List<Result> measured = duel.fight(axis.workload(), plans, rounds, axis.label(size, baseSize));
            System.out.println();
            System.out.println(axis.label(size, baseSize));
            System.out.println(RatioSummary.table(measured));
            base.system().resume();
        } finally {
            closeDownTo(before);
        }
    }

    private Contestant start(int size, Recorder recorder) {
        System.out.println("starting ringmq for " + axis + " " + size);
        Contestant contestant = options.startRing(client, spec -> axis.shape(spec, size));
        open.add(contestant);
        if (axis == Axis.QUEUES) {
            for (int left = size - Axis.MAX_TOPIC_QUEUES; left > 0; left -= Axis.MAX_TOPIC_QUEUES) {
                contestant.newTopic(Workload.IDLE, Math.min(left, Axis.MAX_TOPIC_QUEUES));
            }
        }
        if (axis == Axis.CONNECTIONS) {
            connect(contestant, size, recorder);
        }
        return contestant;
    }

    private void connect(Contestant contestant, int count, Recorder recorder) {
        LocalCluster cluster = ((RingSystem) contestant.system()).cluster();
        String leader = cluster.spec().clientAddress(cluster.leader(0).orElseThrow(), 0);
        IdleConnections connections =
                IdleConnections.open(leader, count, contestant.system().brokerPids(), contestant.await());
        open.add(connections);
        Map<String, String> labels = new LinkedHashMap<>(recorder.labels(options.flush()));
        labels.put("workload", Workload.IDLE.label());
        labels.put("axis", "connections=" + count);
        labels.putAll(contestant.labels());
        recorder.accept(new Result("window", labels, connections.metrics()));
    }

    /** Ends what was started last, until so much is left. */
    private void closeDownTo(int left) throws Exception {
        while (open.size() > left) {
            open.remove(open.size() - 1).close();
        }
    }
}
