package io.ringmq.bench.compare;

import io.ringmq.bench.report.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ratios of what two sides measured. */
final class Ratios {
    private Ratios() {}

    /** a : b of every metric that is compared, that both have and that is above 0 on b. */
    static Map<String, Double> of(Map<String, Double> a, Map<String, Double> b) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        a.forEach((field, value) -> {
            Double other = b.get(field);
            boolean compared = Metric.ofField(field).filter(Metric::isCompared).isPresent();
            if (compared && other != null && other > 0) {
                ratios.put(field, value / other);
            }
        });
        return ratios;
    }
}
