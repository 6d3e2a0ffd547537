package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the machine itself can do, as measured by {@code scripts/bench raw}. */
public final class RawTable {
    /** Columns by the field of the result. */
    private static final Map<String, String> HEADINGS = headings();

    private static final int LARGE = 100;

    private RawTable() {}

    private static Map<String, String> headings() {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("perSecond", "per second");
        headings.put("mibPerSecond", "MiB/s");
        headings.put("p50Us", "p50 us");
        headings.put("p99Us", "p99 us");
        headings.put("p999Us", "p99.9 us");
        headings.put("cpuSecondsPerMillion", "CPU-s per million");
        headings.put("cpuSecondsPerGib", "CPU-s per GiB");
        return headings;
    }

    /** Min, median and max over the rounds of the newest run; the empty string if there is none. */
    public static String text(List<Result> results) {
        String newest = newestRun(results);
        Map<String, List<Result>> byName = new LinkedHashMap<>();
        results.stream()
                .filter(r -> r.type().equals("raw") && r.label("run").equals(newest))
                .forEach(r -> byName.computeIfAbsent(r.label("name"), n -> new ArrayList<>())
                        .add(r));
        return byName.isEmpty() ? "" : table(byName);
    }

    static String newestRun(List<Result> results) {
        return results.stream()
                .filter(r -> r.type().equals("raw"))
                .map(r -> r.label("run"))
                .reduce("", (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private static String table(Map<String, List<Result>> byName) {
        List<String> headings = new ArrayList<>(List.of("limit (min / **median** / max)"));
        headings.addAll(HEADINGS.values());
        MarkdownTable table = new MarkdownTable(headings);
        byName.forEach((name, rounds) -> {
            Stream<String> cells = HEADINGS.keySet().stream().map(field -> cell(rounds, field));
            table.add(Stream.concat(Stream.of(name), cells).toList());
        });
        return table.text();
    }

    private static String cell(List<Result> rounds, String field) {
        List<Double> values =
                rounds.stream().flatMap(r -> r.value(field).stream().boxed()).toList();
        if (values.isEmpty()) {
            return "";
        }
        Spread spread = Spread.of(values);
        return number(spread.min()) + " / **" + number(spread.median()) + "** / " + number(spread.max());
    }

    private static String number(double value) {
        return Numbers.grouped(value, value >= LARGE ? 0 : 2);
    }
}
