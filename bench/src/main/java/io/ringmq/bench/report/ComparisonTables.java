package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tables of comparisons: for each workload, the medians of both sides and the ratios of every metric. */
final class ComparisonTables {
    private static final String NONE = "";

    private ComparisonTables() {}

    /** All the tables, with a heading for each workload; {@code nothing} if there are no comparisons. */
    static String text(List<Comparison> comparisons, String nothing) {
        StringBuilder text = new StringBuilder();
        List<String> titles = comparisons.stream()
                .map(ComparisonTables::title)
                .distinct()
                .sorted()
                .toList();
        for (String title : titles) {
            List<Comparison> ofTitle =
                    comparisons.stream().filter(c -> title(c).equals(title)).toList();
            text.append("### ")
                    .append(title)
                    .append("\n\n")
                    .append(table(ofTitle))
                    .append('\n');
        }
        return text.isEmpty() ? nothing : text.toString();
    }

    private static String title(Comparison comparison) {
        Comparison.Key key = comparison.key();
        String axis = key.axis().isEmpty() ? "" : ", by " + key.axis().replaceFirst("=.*", "");
        return key.workload() + ", " + key.sizeBytes() + " B, flush " + key.flush() + axis;
    }

    private static String table(List<Comparison> comparisons) {
        List<Metric> metrics = Stream.of(Metric.values())
                .filter(metric -> comparisons.stream().anyMatch(c -> c.a().containsKey(metric)))
                .toList();
        List<String> headings = new ArrayList<>(List.of("system (client)"));
        metrics.forEach(metric -> headings.add(metric.heading()));
        MarkdownTable table = new MarkdownTable(headings);
        for (Comparison c : comparisons) {
            Comparison.Sides sides = c.key().sides();
            table.add(row(sides.a() + " (" + sides.clientA() + ")" + size(c, 0), metrics, c.a()));
            table.add(row(sides.b() + " (" + sides.clientB() + ")" + size(c, 1), metrics, c.b()));
            table.add(ratios(metrics, c));
        }
        return table.text();
    }

    /** The value of the axis on the first or second side; the axis is {@code name=first:second}. */
    private static String size(Comparison comparison, int side) {
        String axis = comparison.key().axis();
        String[] values = axis.substring(axis.indexOf('=') + 1).split(":");
        return axis.isEmpty() || side >= values.length
                ? ""
                : ", " + axis.substring(0, axis.indexOf('=')) + " " + values[side];
    }

    private static List<String> row(String name, List<Metric> metrics, Map<Metric, Spread> spreads) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (Metric metric : metrics) {
            Spread spread = spreads.get(metric);
            cells.add(spread == null ? NONE : metric.format(spread.median()));
        }
        return cells;
    }

    private static List<String> ratios(List<Metric> metrics, Comparison comparison) {
        Spread any = comparison.ratios().values().stream().findFirst().orElse(null);
        List<String> cells = new ArrayList<>(List.of("ratio of " + (any == null ? 0 : any.count()) + " pairs"));
        for (Metric metric : metrics) {
            Spread spread = comparison.ratios().get(metric);
            cells.add(spread == null ? NONE : spread.asRatio());
        }
        return cells;
    }
}
