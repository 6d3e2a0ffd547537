package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that is generated from results. The same results give the same text.
 *
 * @param sections of docs/performance.md by name, see {@link Sections}
 * @param plots SVG files by file name
 */
record PerformanceReport(Map<String, String> sections, Map<String, String> plots) {
    private static final List<String> FLUSH_MODES = List.of("async", "sync");
    private static final String NOTHING = "Not measured yet.";

    static PerformanceReport of(List<Result> results) {
        List<Comparison> all = Comparison.newest(results);
        List<Comparison> peers =
                all.stream().filter(c -> c.key().axis().isEmpty()).toList();
        List<Comparison> scale =
                all.stream().filter(c -> !c.key().axis().isEmpty()).toList();
        Map<String, String> plots = plots(peers);
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("targets", targets(peers));
        sections.put("plots", images(plots));
        sections.put("comparisons", ComparisonTables.text(peers, NOTHING));
        sections.put("scale", ComparisonTables.text(scale, NOTHING));
        sections.put("alone", orNothing(WindowTable.text(results)));
        sections.put("raw", orNothing(RawTable.text(results)));
        sections.put("floor", orNothing(FloorTable.text(peers, results)));
        sections.put("jmh", orNothing(MicroTable.text(results)));
        sections.put("systems", RunTable.systems(results));
        sections.put("runs", RunTable.runs(RunTable.shown(results, all)));
        return new PerformanceReport(sections, plots);
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? NOTHING : text;
    }

    private static String targets(List<Comparison> comparisons) {
        List<String> tables = new ArrayList<>();
        for (String flush : FLUSH_MODES) {
            TargetTable table = new TargetTable(comparisons, flush);
            if (!table.isEmpty() || flush.equals("async")) {
                tables.add(table.text());
            }
        }
        return String.join("\n", tables);
    }

    private static Map<String, String> plots(List<Comparison> comparisons) {
        Map<String, String> plots = new LinkedHashMap<>();
        for (String flush : FLUSH_MODES) {
            TargetTable table = new TargetTable(comparisons, flush);
            for (String peer : Targets.PEERS) {
                List<RatioPlot.Bar> bars = table.bars(peer);
                if (!bars.isEmpty()) {
                    plots.put(
                            "ratios-" + peer + "-" + flush + ".svg",
                            RatioPlot.draw("RingMQ : " + peer + ", 1 KiB, flush " + flush, bars));
                }
            }
        }
        latencies(comparisons)
                .forEach((name, groups) -> plots.put(
                        "latency-" + name + ".svg", LatencyPlot.draw("Latency, " + name.replace('-', ' '), groups)));
        return plots;
    }

    /** Groups of the systems that were measured with the same workload, flush mode and size; ours from its last run. */
    private static Map<String, List<LatencyPlot.Group>> latencies(List<Comparison> comparisons) {
        Map<String, Map<String, LatencyPlot.Group>> groups = new TreeMap<>();
        for (Comparison c : comparisons) {
            if (c.a().containsKey(Metric.P50_US)) {
                String name = c.key().workload() + "-" + c.key().flush() + "-"
                        + c.key().sizeBytes() + "B";
                Map<String, LatencyPlot.Group> ofName = groups.computeIfAbsent(name, n -> new TreeMap<>());
                Comparison.Sides sides = c.key().sides();
                put(ofName, sides.a() + " (" + sides.clientA() + ")", c.a());
                put(ofName, sides.b(), c.b());
            }
        }
        Map<String, List<LatencyPlot.Group>> lists = new TreeMap<>();
        groups.forEach((name, byLabel) -> lists.put(name, List.copyOf(byLabel.values())));
        return lists;
    }

    private static void put(Map<String, LatencyPlot.Group> groups, String label, Map<Metric, Spread> latencies) {
        groups.put(label, new LatencyPlot.Group(label, latencies));
    }

    private static String images(Map<String, String> plots) {
        if (plots.isEmpty()) {
            return NOTHING;
        }
        StringBuilder text = new StringBuilder();
        plots.keySet()
                .forEach(name -> text.append("![")
                        .append(name.replace(".svg", "").replace('-', ' '))
                        .append("](plots/")
                        .append(name)
                        .append(")\n\n"));
        return text.toString();
    }
}
