package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Broker CPU per message beside the least that this machine could do it with: copies over loopback and appends to files. */
final class FloorTable {
    private static final int COPIES = 3;
    private static final int APPENDS = 3;
    private static final double KIB_PER_GIB = 1 << 20;
    private static final double US_PER_SECOND = 1e6;

    private FloorTable() {}

    /** A row for each system, client and workload at 1 KiB; empty without both raw limits and comparisons. */
    static String text(List<Comparison> comparisons, List<Result> results) {
        Optional<Double> copy = raw(results, "loopback-copy streams=3", "cpuSecondsPerGib");
        Optional<Double> append = raw(results, "append-channel", "cpuSecondsPerMillion");
        Set<List<String>> rows = new LinkedHashSet<>();
        if (copy.isPresent() && append.isPresent()) {
            // CPU seconds per million are microseconds each.
            double floorUs = COPIES * copy.get() * US_PER_SECOND / KIB_PER_GIB + APPENDS * append.get();
            comparisons.stream()
                    .filter(c -> c.key().sizeBytes() == TargetTable.SIZE_BYTES)
                    .flatMap(c -> rows(c, floorUs))
                    .sorted(Comparator.comparing(row -> row.toString()))
                    .forEach(rows::add);
        }
        if (rows.isEmpty()) {
            return "";
        }
        MarkdownTable table = new MarkdownTable(
                List.of("workload", "system (client)", "broker CPU us/msg", "floor us/msg", "times the floor"));
        rows.forEach(table::add);
        return table.text();
    }

    private static Stream<List<String>> rows(Comparison comparison, double floorUs) {
        Comparison.Sides sides = comparison.key().sides();
        String workload =
                comparison.key().workload() + ", flush " + comparison.key().flush();
        List<List<String>> rows = new ArrayList<>();
        Optional.ofNullable(comparison.a().get(Metric.BROKER_CPU_US))
                .ifPresent(cpu -> rows.add(row(workload, sides.a() + " (" + sides.clientA() + ")", cpu, floorUs)));
        Optional.ofNullable(comparison.b().get(Metric.BROKER_CPU_US))
                .ifPresent(cpu -> rows.add(row(workload, sides.b() + " (" + sides.clientB() + ")", cpu, floorUs)));
        return comparison.key().workload().equals("drain") ? Stream.empty() : rows.stream();
    }

    private static List<String> row(String workload, String system, Spread cpuUs, double floorUs) {
        return List.of(
                workload,
                system,
                Numbers.grouped(cpuUs.median(), 1),
                Numbers.grouped(floorUs, 1),
                Numbers.grouped(cpuUs.median() / floorUs, 1));
    }

    /** The median of the newest run. */
    private static Optional<Double> raw(List<Result> results, String name, String field) {
        String newest = RawTable.newestRun(results);
        List<Double> values = results.stream()
                .filter(r -> r.type().equals("raw") && r.label("run").equals(newest))
                .filter(r -> r.label("name").equals(name))
                .flatMap(r -> r.value(field).stream().boxed())
                .toList();
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(values).median());
    }
}
