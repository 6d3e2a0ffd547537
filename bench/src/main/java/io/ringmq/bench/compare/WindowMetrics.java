package io.ringmq.bench.compare;

import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.ResidentMemory;
import io.ringmq.bench.report.Metric;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From what a load generator and the machine report to the metrics of a window. */
final class WindowMetrics {
    private static final double US_PER_SECOND = 1e6;
    private static final double BYTES_PER_MIB = 1 << 20;

    /** Reported as they are, by every workload that has them. */
    private static final List<Metric> AS_REPORTED = List.of(
            Metric.P50_US,
            Metric.P99_US,
            Metric.P999_US,
            Metric.MAX_US,
            Metric.ACK_P50_US,
            Metric.ACK_P99_US,
            Metric.ERRORS);

    private WindowMetrics() {}

    /**
     * The metrics of a window that has ended.
     *
     * @param end the load generator's report
     * @param cpu what was used between the start and the end of the window
     */
    static Map<String, Double> of(Event end, CpuSample cpu) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        double messages = end.number("messages");
        double elapsedUs = end.number("elapsedUs");
        double clientUs = end.number("clientCpuUs");
        double cpuWindowUs = elapsedUs;
        metrics.put(Metric.MESSAGES_PER_SECOND.field(), messages * US_PER_SECOND / elapsedUs);
        if (end.fields().containsKey("fromStartUs")) {
            // A drain counts messages from the first one, but CPU from the start of its consumers.
            cpuWindowUs = end.number("fromStartUs");
            metrics.put(Metric.MESSAGES_PER_SECOND_FROM_START.field(), messages * US_PER_SECOND / cpuWindowUs);
        }
        metrics.putAll(reported(end));
        if (messages > 0) {
            metrics.put(Metric.BROKER_CPU_US.field(), cpu.brokersUs() / messages);
            metrics.put(Metric.CLIENT_CPU_US.field(), clientUs / messages);
        }
        metrics.put(Metric.BROKER_CORES.field(), cpu.brokersUs() / cpuWindowUs);
        metrics.put(Metric.CLIENT_CORES.field(), clientUs / cpuWindowUs);
        metrics.put(
                Metric.OTHER_CORES.field(), Math.max(0, cpu.machineUs() - cpu.brokersUs() - clientUs) / cpuWindowUs);
        return metrics;
    }

    /** A workload that measures no latencies reports zeros, which are none. */
    private static Map<String, Double> reported(Event end) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        boolean hasLatencies =
                !end.fields().getOrDefault(Metric.MAX_US.field(), "").equals("0");
        for (Metric metric : AS_REPORTED) {
            String reported = end.fields().get(metric.field());
            if (reported != null && (hasLatencies || metric == Metric.ERRORS)) {
                metrics.put(metric.field(), Double.parseDouble(reported));
            }
        }
        return metrics;
    }

    /** The memory of the brokers, on average. */
    static Map<String, Double> memory(Collection<Long> brokerPids) {
        List<ResidentMemory> memories =
                brokerPids.stream().map(ResidentMemory::of).toList();
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(
                Metric.RSS_ANON_MIB.field(),
                memories.stream()
                        .mapToDouble(m -> m.anonymousBytes() / BYTES_PER_MIB)
                        .average()
                        .orElse(0));
        metrics.put(
                Metric.RSS_FILE_MIB.field(),
                memories.stream()
                        .mapToDouble(m -> m.fileBytes() / BYTES_PER_MIB)
                        .average()
                        .orElse(0));
        return metrics;
    }
}
