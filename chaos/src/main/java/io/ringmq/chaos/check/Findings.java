package io.ringmq.chaos.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts anomalies and keeps the first few of each kind. */
final class Findings {
    static final int MAX_EXAMPLES = 10;

    private final Map<Anomaly.Kind, Long> counts = new EnumMap<>(Anomaly.Kind.class);
    private final List<Anomaly> examples = new ArrayList<>();

    void add(Anomaly.Kind kind, String detail) {
        if (counts.merge(kind, 1L, Long::sum) <= MAX_EXAMPLES) {
            examples.add(new Anomaly(kind, detail));
        }
    }

    Map<Anomaly.Kind, Long> counts() {
        return counts;
    }

    List<Anomaly> examples() {
        return examples;
    }
}
