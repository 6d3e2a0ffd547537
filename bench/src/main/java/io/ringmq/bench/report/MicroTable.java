package io.ringmq.bench.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the JMH benchmarks showed: the newest score of each, with the error of its mean. */
public final class MicroTable {
    private static final int DECIMALS = 2;

    private MicroTable() {}

    /** The table; the empty string if there are no scores. */
    public static String text(List<Result> results) {
        Map<String, Result> newest = new TreeMap<>();
        results.stream()
                .filter(r -> r.type().equals("jmh"))
                .forEach(r -> newest.merge(
                        r.label("name") + " " + r.label("parameters"),
                        r,
                        (one, other) -> one.label("run").compareTo(other.label("run")) > 0 ? one : other));
        if (newest.isEmpty()) {
            return "";
        }
        MarkdownTable table = new MarkdownTable(List.of("benchmark", "parameters", "score", "error (99.9 %)", "unit"));
        newest.values()
                .forEach(r -> table.add(List.of(
                        r.label("name"),
                        r.label("parameters"),
                        number(r, "score"),
                        number(r, "error"),
                        r.label("unit"))));
        return table.text();
    }

    private static String number(Result result, String field) {
        return result.value(field).isPresent()
                ? Numbers.grouped(result.value(field).getAsDouble(), DECIMALS)
                : "";
    }
}
