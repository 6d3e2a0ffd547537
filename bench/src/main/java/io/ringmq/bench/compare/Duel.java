package io.ringmq.bench.compare;

import io.ringmq.bench.report.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Two systems that have been started and are compared under one workload after the other. Both are paused in between. */
final class Duel {
    private final Contestant a;
    private final Contestant b;
    private final Map<String, String> labels;
    private final Consumer<Result> results;

    /**
     * A duel of two systems that run.
     *
     * @param labels what its results have in common: run and flush
     */
    Duel(Contestant a, Contestant b, Map<String, String> labels, Consumer<Result> results) {
        this.a = a;
        this.b = b;
        this.labels = labels;
        this.results = results;
        a.system().pause();
        b.system().pause();
    }

    /**
     * What the load generators of the two sides are told.
     *
     * @param a of the first
     * @param b of the second
     */
    record Plans(LoadPlan a, LoadPlan b) {
        /** The same with windows of other lengths. */
        Plans lasting(int warmupSeconds, int seconds) {
            return new Plans(a.lasting(warmupSeconds, seconds), b.lasting(warmupSeconds, seconds));
        }
    }

    /** Compares them and returns the pairs; {@code axis} says what was varied, empty for nothing. */
    List<Result> fight(Workload workload, Plans plans, Rounds rounds, String axis) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put("workload", workload.label());
        if (!axis.isEmpty()) {
            all.put("axis", axis);
        }
        try (Side sideA = open(a, workload, plans.a());
                Side sideB = open(b, workload, plans.b())) {
            return new Alternation(sideA, sideB, all, plans.a().sizeBytes(), results)
                    .run(rounds.warmupPairs(), rounds.pairs());
        }
    }

    /**
     * How often both are measured.
     *
     * @param warmupPairs before the first that counts
     */
    record Rounds(int warmupPairs, int pairs) {
        int windows() {
            return warmupPairs + pairs;
        }
    }

    private static Side open(Contestant contestant, Workload workload, LoadPlan plan) {
        contestant.system().resume();
        try {
            return Sides.start(contestant, workload, plan);
        } finally {
            contestant.system().pause();
        }
    }
}
