package io.ringmq.bench.compare;

import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.report.Result;
import io.ringmq.bench.system.FlushMode;
import io.ringmq.bench.system.SystemKind;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scripts/bench compare}: two systems under the same workloads, in alternation. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Starts two systems and measures them in alternation, A B B A ..., the other one stopped;",
            "with --deduplication-b one, of which two topics are measured.",
            "Prints every window, and the median ratio of the pairs with its spread."
        })
public final class CompareCommand implements Callable<Integer> {
    @Option(
            names = "--a",
            defaultValue = "ringmq",
            converter = SystemKindConverter.class,
            description = "ringmq, rocketmq-dledger, rocketmq-controller, kafka or nats (${DEFAULT-VALUE})")
    private SystemKind a = SystemKind.RINGMQ;

    @Option(
            names = "--b",
            required = true,
            converter = SystemKindConverter.class,
            description = "what it is compared with; the same system as --a measures the noise")
    private SystemKind b = SystemKind.RINGMQ;

    @Option(
            names = "--client-a",
            description =
                    "stock, sdk or sdk_idempotent, if --a is ringmq; without it, what suits --b (rocketmq: stock)")
    private @Nullable LoadClientKind clientA;

    @Option(names = "--client-b", description = "stock, sdk or sdk_idempotent, if --b is ringmq")
    private @Nullable LoadClientKind clientB;

    @Option(names = "--flush-b", description = "the flush mode of --b, if it is not --flush: what a flush costs")
    private @Nullable FlushMode flushB;

    @Option(
            names = "--deduplication-b",
            description = {
                "store a repeated send once in topics of --b, on the cluster of --a (both are ringmq):",
                "what that costs"
            })
    private boolean deduplicationB;

    @Option(
            names = "--workload",
            split = ",",
            defaultValue = "w2",
            description = "one or more of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private List<Workload> workloads = List.of(Workload.W2);

    @Option(names = "--pairs", defaultValue = "5", description = "measured pairs (${DEFAULT-VALUE})")
    private int pairs;

    @Option(
            names = "--warmup-pairs",
            defaultValue = "1",
            description = "pairs before those that count, while code is cold (${DEFAULT-VALUE})")
    private int warmupPairs;

    @Mixin
    private Priming priming = new Priming();

    @Mixin
    private MeasureOptions options = new MeasureOptions();

    @Override
    public Integer call() {
        LoadClientKind ofA = clientA == null ? LoadClientKind.of(a, b) : clientA;
        LoadClientKind ofB = clientB == null ? LoadClientKind.of(b, a) : clientB;
        Recorder recorder = options.record();
        requireOneCluster();
        try (Contestant one = deduplicationB ? options.startShared(ofA) : options.start(a, ofA);
                Contestant other = startB(one, ofB)) {
            recorder.accept(one.facts(recorder.run(), options.flush()));
            recorder.accept(other.facts(recorder.run(), flushOfB().word()));
            Duel duel = new Duel(one, other, recorder.labels(options.flush()), recorder);
            prime(duel);
            boolean whole = true;
            for (Workload workload : workloads) {
                whole &= survives(duel, workload, axis(ofA, ofB));
            }
            return whole ? 0 : 1;
        }
    }

    private void requireOneCluster() {
        if (deduplicationB && (a != SystemKind.RINGMQ || b != SystemKind.RINGMQ || flushB != null)) {
            throw new IllegalArgumentException("--deduplication-b compares topics of one cluster: name ringmq for --a"
                    + " and --b, and leave --flush-b out");
        }
    }

    private Contestant startB(Contestant one, LoadClientKind client) {
        return deduplicationB
                ? options.beside(one, client, "+deduplication=true")
                : options.start(b, client, flushOfB());
    }

    private void prime(Duel duel) {
        LoadPlan plan = options.plan(1);
        priming.prime(duel, new Duel.Plans(plan, plan), List.of(Workload.W4, Workload.W2));
    }

    /** One workload that does not get through leaves the others to be measured. */
    private boolean survives(Duel duel, Workload workload, String axis) {
        try {
            fight(duel, workload, axis);
            return true;
        } catch (AwaitException e) {
            System.out.println(workload.label() + " was given up: " + e.getMessage());
            return false;
        }
    }

    private FlushMode flushOfB() {
        return flushB == null ? options.flushMode() : flushB;
    }

    private void fight(Duel duel, Workload workload, String axis) {
        System.out.println();
        System.out.println(workload.label() + ": " + workload.title());
        // Trials and idleness are what they are from the first window on.
        boolean cold = workload != Workload.W6 && workload != Workload.IDLE;
        Duel.Rounds rounds = new Duel.Rounds(cold ? warmupPairs : 0, pairs);
        LoadPlan plan = options.plan(rounds.windows());
        List<Result> measured = duel.fight(workload, new Duel.Plans(plan, plan), rounds, axis);
        System.out.println();
        System.out.println(RatioSummary.table(measured));
    }

    /** What --b differs in from --a, if it is the same system. */
    private String axis(LoadClientKind ofA, LoadClientKind ofB) {
        if (deduplicationB) {
            return "deduplication=off:on";
        }
        if (a == b && ofA != ofB) {
            return "client=" + ofA.label() + ":" + ofB.label();
        }
        return flushOfB() == options.flushMode()
                ? ""
                : "flush=" + options.flush() + ":" + flushOfB().word();
    }
}
