package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Windows of systems that were measured alone: one row, with medians, for each kind of measurement's newest run. */
public final class WindowTable {
    private WindowTable() {}

    /** The rows of windows that have no side; the empty string if there are none. */
    public static String text(List<Result> results) {
        Map<String, List<Result>> newest = new TreeMap<>();
        Map<String, List<Result>> runs = new LinkedHashMap<>();
        results.stream()
                .filter(r -> r.type().equals("window") && r.label("side").isEmpty())
                .forEach(r -> runs.computeIfAbsent(name(r) + "#" + r.label("run"), k -> new ArrayList<>())
                        .add(r));
        runs.forEach((key, windows) -> newest.merge(
                name(windows.get(0)), windows, (one, other) -> runOf(one).compareTo(runOf(other)) > 0 ? one : other));
        return newest.isEmpty() ? "" : table(newest);
    }

    private static String runOf(List<Result> windows) {
        return windows.get(0).label("run");
    }

    private static String name(Result window) {
        String axis = window.label("axis").isEmpty() ? "" : ", " + window.label("axis");
        return window.label("system") + " (" + window.label("client") + "), " + window.label("workload") + ", "
                + Numbers.plain(window.value("sizeBytes").orElse(0)) + " B, flush " + window.label("flush") + axis;
    }

    private static String table(Map<String, List<Result>> rows) {
        Map<String, Map<Metric, Spread>> spreads = new LinkedHashMap<>();
        rows.forEach((name, windows) -> spreads.put(name, Comparison.spreads(windows)));
        List<Metric> metrics = Stream.of(Metric.values())
                .filter(m -> spreads.values().stream().anyMatch(s -> s.containsKey(m)))
                .toList();
        List<String> headings = new ArrayList<>(List.of("system (client), workload", "windows"));
        metrics.forEach(metric -> headings.add(metric.heading()));
        MarkdownTable table = new MarkdownTable(headings);
        spreads.forEach((name, byMetric) -> {
            List<String> cells = new ArrayList<>(List.of(
                    name, Integer.toString(rows.getOrDefault(name, List.of()).size())));
            for (Metric metric : metrics) {
                Spread spread = byMetric.get(metric);
                cells.add(spread == null ? "" : metric.format(spread.median()));
            }
            table.add(cells);
        });
        return table.text();
    }
}
