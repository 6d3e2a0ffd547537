package io.ringmq.bench.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** On which machine, when and with which versions and flags the results were measured. */
final class RunTable {
    private static final double MIB_PER_GIB = 1024;
    private static final Set<String> NOT_FACTS = Set.of("run", "side", "system", "client", "flush");

    private RunTable() {}

    /** A row for each start of the program that a shown result comes from. */
    static String runs(List<Result> results) {
        MarkdownTable table =
                new MarkdownTable(List.of("run", "date", "commit", "machine", "kernel", "JDK", "command"));
        results.stream()
                .filter(r -> r.type().equals("run"))
                .forEach(r -> table.add(List.of(
                        r.label("run"),
                        r.label("date"),
                        r.label("commit"),
                        machine(r),
                        r.label("kernel"),
                        r.label("jdk"),
                        "`" + r.label("command") + "`")));
        return table.text();
    }

    private static String machine(Result run) {
        return run.label("cpu") + ", " + Numbers.plain(run.value("cores").orElse(0)) + " cores, "
                + Numbers.grouped(run.value("memoryMiB").orElse(0) / MIB_PER_GIB, 1) + " GiB";
    }

    /** A row for each system and flush mode, as it was started last. */
    static String systems(List<Result> results) {
        Map<String, Result> newest = new LinkedHashMap<>();
        results.stream()
                .filter(r -> r.type().equals("system"))
                .forEach(r -> newest.put(r.label("system") + ", flush " + r.label("flush"), r));
        MarkdownTable table = new MarkdownTable(List.of("system", "versions and flags"));
        newest.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> table.add(List.of(entry.getKey(), facts(entry.getValue()))));
        return table.text();
    }

    private static String facts(Result system) {
        return system.labels().entrySet().stream()
                .filter(label -> !NOT_FACTS.contains(label.getKey()))
                .map(label -> label.getKey() + ": " + label.getValue().replace("|", "\\|"))
                .collect(Collectors.joining("; "));
    }

    /** The run lines whose results a report shows: those of the newest comparisons, of windows and of raw limits. */
    static List<Result> shown(List<Result> results, List<Comparison> comparisons) {
        Set<String> runs = new LinkedHashSet<>();
        comparisons.forEach(comparison -> runs.add(comparison.run()));
        results.stream()
                .filter(r -> r.type().equals("raw")
                        || (r.type().equals("window") && r.label("side").isEmpty()))
                .forEach(r -> runs.add(r.label("run")));
        return results.stream()
                .filter(r -> r.type().equals("run") && runs.contains(r.label("run")))
                .toList();
    }
}
