package io.ringmq.bench.load.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a measured window showed.
 *
 * @param messages messages that got where the workload wants them
 * @param errors messages that did not
 * @param firstError why the first of them did not; null if there are none
 * @param clientCpuUs processor time of this process
 * @param details what only this kind of workload measures, in microseconds
 */
public record WindowResult(
        long messages,
        long errors,
        @Nullable String firstError,
        long elapsedUs,
        Histogram latencyUs,
        long clientCpuUs,
        Map<String, Long> details) {

    /** The numbers by the names they are reported under. */
    public Map<String, Long> numbers() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("messages", messages);
        numbers.put("errors", errors);
        numbers.put("elapsedUs", elapsedUs);
        numbers.put("p50Us", latencyUs.getValueAtPercentile(50));
        numbers.put("p99Us", latencyUs.getValueAtPercentile(99));
        numbers.put("p999Us", latencyUs.getValueAtPercentile(99.9));
        numbers.put("maxUs", latencyUs.getMaxValue());
        numbers.put("clientCpuUs", clientCpuUs);
        numbers.putAll(details);
        return numbers;
    }
}
