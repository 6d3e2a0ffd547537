package io.ringmq.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ringmq.bench.process.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowMetricsTest {
    @Test
    void costsAreByMessageAndTheRestIsOthers() {
        Event end = event("messages", "1000", "elapsedUs", "2000000", "clientCpuUs", "500000", "p99Us", "812");
        Map<String, Double> metrics = WindowMetrics.of(end, new CpuSample(1_000_000, 1_900_000));
        assertEquals(500.0, metrics.get("messagesPerSecond"));
        assertEquals(1_000.0, metrics.get("brokerCpuUsPerMessage"));
        assertEquals(500.0, metrics.get("clientCpuUsPerMessage"));
        assertEquals(0.5, metrics.get("brokerCores"));
        assertEquals(0.2, metrics.get("otherCores"));
        assertEquals(812.0, metrics.get("p99Us"));
    }

    @Test
    void aWindowWithoutMessagesHasNoCostByMessage() {
        Event end = event("messages", "0", "elapsedUs", "2000000", "clientCpuUs", "0", "errors", "7");
        Map<String, Double> metrics = WindowMetrics.of(end, new CpuSample(10, 10));
        assertFalse(metrics.containsKey("brokerCpuUsPerMessage"));
        assertEquals(7.0, metrics.get("errors"));
    }

    @Test
    void aDrainHasNoLatenciesAndCountsCpuFromTheStartOfItsConsumers() {
        Event end = event(
                "messages",
                "1000",
                "elapsedUs",
                "1000000",
                "fromStartUs",
                "4000000",
                "clientCpuUs",
                "0",
                "p50Us",
                "0",
                "maxUs",
                "0");
        Map<String, Double> metrics = WindowMetrics.of(end, new CpuSample(1_000_000, 2_000_000));
        assertEquals(1_000.0, metrics.get("messagesPerSecond"));
        assertEquals(250.0, metrics.get("messagesPerSecondFromStart"));
        assertEquals(0.25, metrics.get("brokerCores"));
        assertEquals(0.25, metrics.get("otherCores"));
        assertFalse(metrics.containsKey("p50Us"));
    }

    private static Event event(String... fields) {
        StringBuilder line = new StringBuilder("{\"event\":\"window-end\",\"t\":1");
        for (int i = 0; i < fields.length; i += 2) {
            line.append(",\"")
                    .append(fields[i])
                    .append("\":\"")
                    .append(fields[i + 1])
                    .append('"');
        }
        return Event.parse(line.append('}').toString());
    }
}
