package io.ringmq.chaos.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a check found.
 *
 * @param counts how many of what the history holds
 * @param anomalies how often each promise was broken; promises that were kept are absent
 * @param examples the first {@value Findings#MAX_EXAMPLES} anomalies of each kind
 */
public record Report(Counts counts, Map<Anomaly.Kind, Long> anomalies, List<Anomaly> examples) {
    /**
     * The size of a history.
     *
     * @param settled messages with a time or a transaction that consumers were to get
     * @param copies messages beyond the first of a send that its client tried several times
     * @param replicas that were compared in the end
     */
    public record Counts(
            long sends,
            long acknowledged,
            long settled,
            long refused,
            long unknown,
            long reads,
            long copies,
            int replicas) {}

    public Report {
        anomalies = anomalies.isEmpty() ? Map.of() : new EnumMap<>(anomalies);
        examples = List.copyOf(examples);
    }

    public boolean isClean() {
        return anomalies.isEmpty();
    }

    /** All anomalies together. */
    public long anomalyCount() {
        return anomalies.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Numbers first, then examples, line by line. */
    @Override
    public String toString() {
        return counts + "\nanomalies " + anomalies
                + examples.stream().map(example -> "\n  " + example).collect(Collectors.joining());
    }
}
