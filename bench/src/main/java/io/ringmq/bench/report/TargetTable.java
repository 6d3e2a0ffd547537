package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What was aimed at and what was reached, a row for each target and a column for each peer. */
final class TargetTable {
    /** The bodies that the targets speak of. */
    static final int SIZE_BYTES = 1024;

    private final List<Comparison> comparisons;
    private final String flush;

    TargetTable(List<Comparison> comparisons, String flush) {
        this.comparisons = comparisons;
        this.flush = flush;
    }

    /** Whether anything was measured in this flush mode that a target speaks of. */
    boolean isEmpty() {
        return Targets.all().stream().noneMatch(target -> comparison(target).isPresent());
    }

    String text() {
        List<String> headings = new ArrayList<>(List.of("flush " + flush));
        Targets.PEERS.forEach(peer -> headings.add("against " + peer));
        MarkdownTable table = new MarkdownTable(headings);
        List<String> rows = Targets.all().stream().map(Target::row).distinct().toList();
        for (String row : rows) {
            Stream<String> cells = Targets.PEERS.stream().map(peer -> cell(row, peer));
            table.add(Stream.concat(Stream.of(row), cells).toList());
        }
        return table.text() + "\n" + summary();
    }

    private String summary() {
        Map<Boolean, Long> verdicts = Targets.all().stream()
                .flatMap(target -> comparison(target).flatMap(c -> c.reached(target)).map(target::isReachedBy).stream())
                .collect(java.util.stream.Collectors.partitioningBy(
                        reached -> reached, java.util.stream.Collectors.counting()));
        long reached = verdicts.getOrDefault(true, 0L);
        long missed = verdicts.getOrDefault(false, 0L);
        long open = Targets.all().size() - reached - missed;
        return String.format(Locale.ROOT, "Reached: %d. Missed: %d. Not measured: %d.%n", reached, missed, open);
    }

    private String cell(String row, String peer) {
        return Targets.all().stream()
                .filter(target -> target.row().equals(row) && target.peer().equals(peer))
                .map(this::cell)
                .findFirst()
                .orElse("");
    }

    private String cell(Target target) {
        Optional<Comparison> comparison = comparison(target);
        Optional<Double> reached = comparison.flatMap(c -> c.reached(target));
        if (reached.isEmpty()) {
            return target.text() + ": not measured";
        }
        Spread ratio = comparison.orElseThrow().ratios().get(target.metric());
        String value =
                target.absolute() || ratio == null ? "**" + Numbers.plain(reached.get()) + "** cores" : ratio.asRatio();
        return target.text() + ": " + value + (target.isReachedBy(reached.get()) ? "" : " **MISSED**");
    }

    /** The bars of the comparisons with a peer, in the order of the targets; absolute targets have none. */
    List<RatioPlot.Bar> bars(String peer) {
        List<RatioPlot.Bar> bars = new ArrayList<>();
        for (Target target : Targets.all()) {
            Optional<Spread> ratio = comparison(target)
                    .filter(c -> target.peer().equals(peer) && !target.absolute())
                    .flatMap(c -> Optional.ofNullable(c.ratios().get(target.metric())));
            ratio.ifPresent(spread -> bars.add(new RatioPlot.Bar(target.row(), spread, target)));
        }
        return bars;
    }

    private Optional<Comparison> comparison(Target target) {
        return comparisons.stream()
                .filter(c -> c.key().workload().equals(target.workload())
                        && c.key().flush().equals(flush))
                .filter(c -> c.key().sizeBytes() == SIZE_BYTES && c.key().axis().isEmpty())
                .filter(c -> c.key().sides().equals(Targets.sides(target.peer())))
                .findFirst();
    }
}
