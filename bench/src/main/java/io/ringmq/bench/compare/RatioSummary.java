package io.ringmq.bench.compare;

import io.ringmq.bench.report.MarkdownTable;
import io.ringmq.bench.report.Metric;
import io.ringmq.bench.report.Result;
import io.ringmq.bench.report.Spread;
import io.ringmq.bench.report.Target;
import io.ringmq.bench.report.Targets;
import java.util.List;
import java.util.Optional;

/** The ratios of a workload's pairs, as a table: the median with its ends, and the target where there is one. */
final class RatioSummary {
    private RatioSummary() {}

    static String table(List<Result> pairs) {
        MarkdownTable table = new MarkdownTable(List.of("ratio a : b", "median (min..max)", "target"));
        for (Metric metric : Metric.values()) {
            List<Double> ratios = pairs.stream()
                    .flatMap(pair -> pair.value(metric.field()).stream().boxed())
                    .toList();
            if (!ratios.isEmpty()) {
                Spread spread = Spread.of(ratios);
                String target = target(pairs.get(0), metric)
                        .map(t -> t.text() + (t.isReachedBy(spread.median()) ? ", reached" : ", MISSED"))
                        .orElse("");
                table.add(List.of(metric.heading(), spread.asRatio(), target));
            }
        }
        return table.text();
    }

    private static Optional<Target> target(Result pair, Metric metric) {
        return Targets.all().stream()
                .filter(t -> !t.absolute() && t.metric() == metric)
                .filter(t -> t.workload().equals(pair.label("workload")))
                .filter(t -> t.peer().equals(pair.label("b")) && pair.label("a").equals("ringmq"))
                .findFirst();
    }
}
