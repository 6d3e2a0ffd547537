package io.ringmq.bench.raw;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Time and CPU time of this process over a measurement.
 *
 * @param nowNs a clock that only runs forward
 * @param cpuNs CPU time of this process
 */
record Meter(LongSupplier nowNs, LongSupplier cpuNs) {
    private static final double NS_PER_SECOND = 1e9;
    private static final double PER_MILLION = 1e6;
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final double BYTES_PER_GIB = 1 << 30;

    /** Starts to measure. */
    Lap start() {
        return new Lap(this, nowNs.getAsLong(), cpuNs.getAsLong());
    }

    /** A measurement that runs. */
    record Lap(Meter meter, long startNs, long startCpuNs) {
        /** Whether a time has passed. */
        boolean isOver(long durationNs) {
            return meter.nowNs.getAsLong() - startNs >= durationNs;
        }

        /** Rates and CPU costs of what was done since the start, by their fields in results. */
        Map<String, Double> end(long count, long bytes) {
            double seconds = (meter.nowNs.getAsLong() - startNs) / NS_PER_SECOND;
            double cpuSeconds = (meter.cpuNs.getAsLong() - startCpuNs) / NS_PER_SECOND;
            Map<String, Double> values = new LinkedHashMap<>();
            if (count > 0) {
                values.put("perSecond", count / seconds);
                values.put("cpuSecondsPerMillion", cpuSeconds * PER_MILLION / count);
            }
            if (bytes > 0) {
                values.put("mibPerSecond", bytes / BYTES_PER_MIB / seconds);
                values.put("cpuSecondsPerGib", cpuSeconds * BYTES_PER_GIB / bytes);
            }
            return values;
        }
    }
}
