package io.ringmq.bench.compare;

import io.ringmq.bench.report.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Two sides measured in turn, A B B A ..., the other one paused: whatever slows the machine for a while slows both, and the
 * ratio of neighbours shows less of it than the ratio of two means. Neither side is always the second one of its pair, which
 * would pay for what the first one left to be done.
 */
final class Alternation {
    private final Side a;
    private final Side b;
    private final Map<String, String> labels;
    private final double sizeBytes;
    private final Consumer<Result> results;

    /**
     * An alternation that has not begun; both sides are paused.
     *
     * @param labels what both sides have in common: run, workload, flush, axis
     * @param results gets a window of each side, then their pair, again and again
     */
    Alternation(Side a, Side b, Map<String, String> labels, double sizeBytes, Consumer<Result> results) {
        this.a = a;
        this.b = b;
        this.labels = labels;
        this.sizeBytes = sizeBytes;
        this.results = results;
    }

    /**
     * Measures; leaves both sides paused.
     *
     * @param warmupPairs measured like the others, but not reported: their windows see cold code
     * @return the pairs
     */
    List<Result> run(int warmupPairs, int pairs) {
        List<Result> measured = new ArrayList<>();
        for (int pair = -warmupPairs; pair < pairs; pair++) {
            Map<String, Double> ratiosOfPair = pair % 2 == 0 ? aFirst(pair) : bFirst(pair);
            if (pair >= 0) {
                Result ratios = pair(pair, ratiosOfPair);
                results.accept(ratios);
                measured.add(ratios);
            }
        }
        return measured;
    }

    private Map<String, Double> aFirst(int pair) {
        Map<String, Double> ofA = turn(pair, "a", a);
        return Ratios.of(ofA, turn(pair, "b", b));
    }

    private Map<String, Double> bFirst(int pair) {
        Map<String, Double> ofB = turn(pair, "b", b);
        return Ratios.of(turn(pair, "a", a), ofB);
    }

    private Map<String, Double> turn(int pair, String name, Side side) {
        side.resume();
        try {
            Map<String, Double> metrics = side.measure();
            report(pair, name, side, metrics);
            return metrics;
        } finally {
            side.pause();
        }
    }

    private void report(int pair, String name, Side side, Map<String, Double> metrics) {
        if (pair >= 0) {
            Map<String, String> all = new LinkedHashMap<>(labels);
            all.put("side", name);
            all.putAll(side.labels());
            results.accept(new Result("window", all, values(pair, metrics)));
        }
    }

    private Result pair(int pair, Map<String, Double> ratios) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put("a", a.labels().getOrDefault("system", ""));
        all.put("clientA", a.labels().getOrDefault("client", ""));
        all.put("b", b.labels().getOrDefault("system", ""));
        all.put("clientB", b.labels().getOrDefault("client", ""));
        return new Result("pair", all, values(pair, ratios));
    }

    private Map<String, Double> values(int pair, Map<String, Double> metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("pair", (double) pair);
        values.put("sizeBytes", sizeBytes);
        values.putAll(metrics);
        return values;
    }
}
