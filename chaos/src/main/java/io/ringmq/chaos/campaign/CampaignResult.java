package io.ringmq.chaos.campaign;

import io.ringmq.chaos.check.Report;
import io.ringmq.chaos.fault.FaultKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a campaign.
 *
 * @param dir with history and logs
 */
public record CampaignResult(long seed, Path dir, List<Incident> incidents, Report report) {
    public CampaignResult {
        incidents = List.copyOf(incidents);
    }

    /** A table of the faults and the result of the check, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("| fault | times | gap median ms | gap max ms | back after max ms |\n|---|---|---|---|---|\n");
        Map<FaultKind, List<Incident>> byKind =
                incidents.stream().collect(Collectors.groupingBy(Incident::kind, TreeMap::new, Collectors.toList()));
        byKind.forEach((kind, some) -> text.append(row(kind, some)));
        Report.Counts counts = report.counts();
        text.append(String.format(
                Locale.ROOT,
                "seed %d: %,d sends, %,d acknowledged, %,d timed or committed, %,d refused, %,d unknown, %,d copies of retried sends, %,d reads,"
                        + " %d replicas compared, %d anomalies%n",
                seed,
                counts.sends(),
                counts.acknowledged(),
                counts.settled(),
                counts.refused(),
                counts.unknown(),
                counts.copies(),
                counts.reads(),
                counts.replicas(),
                report.anomalyCount()));
        report.examples().forEach(example -> text.append("  ").append(example).append('\n'));
        return text.append("history and logs: ").append(dir).toString();
    }

    private static String row(FaultKind kind, List<Incident> incidents) {
        List<Long> gaps = incidents.stream().map(Incident::gapMs).sorted().toList();
        long back = incidents.stream().mapToLong(Incident::returnMs).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d |%n",
                kind.label(),
                gaps.size(),
                gaps.get((gaps.size() - 1) / 2),
                gaps.get(gaps.size() - 1),
                back);
    }
}
