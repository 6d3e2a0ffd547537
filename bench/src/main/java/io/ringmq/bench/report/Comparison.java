package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Two systems measured in alternation under one workload.
 *
 * @param run the start of the program that measured them
 * @param ratios a : b of the pairs, by metric
 * @param a what was measured of the first, by metric
 * @param b what was measured of the second
 */
public record Comparison(
        Key key, String run, Map<Metric, Spread> ratios, Map<Metric, Spread> a, Map<Metric, Spread> b) {

    /**
     * What makes two comparisons the same one, measured again.
     *
     * @param axis what was varied, such as {@code queues=1000:8} for 1000 on the first side and 8 on the second, or empty
     */
    public record Key(Sides sides, String workload, String flush, int sizeBytes, String axis) {}

    /** Who is compared with whom; a client is named with its system. */
    public record Sides(String a, String clientA, String b, String clientB) {
        public String text() {
            return a + " (" + clientA + ") : " + b + " (" + clientB + ")";
        }
    }

    /** The newest comparison of each key, in the order of their text. */
    public static List<Comparison> newest(List<Result> results) {
        Map<Key, Map<String, List<Result>>> pairs = new LinkedHashMap<>();
        for (Result pair : results) {
            if (pair.type().equals("pair")) {
                pairs.computeIfAbsent(keyOf(pair), key -> new TreeMap<>())
                        .computeIfAbsent(pair.label("run"), run -> new ArrayList<>())
                        .add(pair);
            }
        }
        List<Comparison> newest = new ArrayList<>();
        pairs.forEach((key, runs) -> {
            String run = new ArrayList<>(runs.keySet()).get(runs.size() - 1);
            newest.add(of(key, run, runs.getOrDefault(run, List.of()), results));
        });
        newest.sort(Comparator.comparing(comparison -> comparison.key().toString()));
        return newest;
    }

    private static Comparison of(Key key, String run, List<Result> pairs, List<Result> results) {
        List<Result> windows = results.stream()
                .filter(r -> r.type().equals("window") && r.label("run").equals(run))
                .filter(r -> r.label("workload").equals(key.workload())
                        && r.label("axis").equals(key.axis()))
                .toList();
        return new Comparison(key, run, spreads(pairs), spreads(side(windows, "a")), spreads(side(windows, "b")));
    }

    private static List<Result> side(List<Result> windows, String side) {
        return windows.stream().filter(w -> w.label("side").equals(side)).toList();
    }

    private static Key keyOf(Result pair) {
        return new Key(
                new Sides(pair.label("a"), pair.label("clientA"), pair.label("b"), pair.label("clientB")),
                pair.label("workload"),
                pair.label("flush"),
                (int) pair.value("sizeBytes").orElse(0),
                pair.label("axis"));
    }

    /** The spread of every metric that any of the results has. */
    static Map<Metric, Spread> spreads(Collection<Result> results) {
        Map<Metric, Spread> spreads = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            List<Double> values = results.stream()
                    .flatMap(r -> r.value(metric.field()).stream().boxed())
                    .toList();
            if (!values.isEmpty()) {
                spreads.put(metric, Spread.of(values));
            }
        }
        return spreads;
    }

    /** What a target speaks of: the median ratio, or our median if the target is absolute. */
    public Optional<Double> reached(Target target) {
        Map<Metric, Spread> from = target.absolute() ? a : ratios;
        return Optional.ofNullable(from.get(target.metric())).map(Spread::median);
    }
}
