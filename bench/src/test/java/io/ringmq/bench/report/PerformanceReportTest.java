package io.ringmq.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PerformanceReportTest {
    private final List<Result> results = new ArrayList<>();

    @Test
    void everyPeerHasATargetInEveryRow() {
        assertEquals(11 * Targets.PEERS.size(), Targets.all().size());
    }

    @Test
    void aTargetShowsWhatWasReached() {
        pair("r1", "kafka", 0, 4.5);
        pair("r1", "kafka", 1, 5.5);
        pair("r1", "kafka", 2, 5.0);
        assertTrue(targets().contains("at least 4x: **5.00x** (4.50x..5.50x)"), targets());
        assertTrue(targets().contains("Reached: 1. Missed: 0. Not measured: 43."), targets());
    }

    @Test
    void whatIsMissedIsMarked() {
        pair("r1", "kafka", 0, 3.99);
        assertTrue(targets().contains("at least 4x: **3.99x** (3.99x..3.99x) **MISSED**"), targets());
    }

    @Test
    void theNewestRunReplacesOlderOnes() {
        pair("r2", "kafka", 0, 7);
        pair("r1", "kafka", 0, 3);
        assertTrue(targets().contains("**7.00x** (7.00x..7.00x)"), targets());
    }

    @Test
    void anAbsoluteTargetSpeaksOfOurOwnValue() {
        Map<String, String> labels = labels("r1", "nats", "idle");
        results.add(new Result("pair", labels, Map.of("pair", 0.0, "sizeBytes", 1024.0, "brokerCores", 9.0)));
        Map<String, String> window = new LinkedHashMap<>(labels);
        window.put("side", "a");
        results.add(new Result("window", window, Map.of("brokerCores", 0.04)));
        assertTrue(targets().contains("at most 0.05 cores: **0.04** cores |"), targets());
    }

    @Test
    void theFloorIsThreeCopiesAndThreeAppends() {
        results.add(new Result(
                "raw", Map.of("run", "r0", "name", "loopback-copy streams=3"), Map.of("cpuSecondsPerGib", 1.048576)));
        results.add(
                new Result("raw", Map.of("run", "r0", "name", "append-channel"), Map.of("cpuSecondsPerMillion", 2.0)));
        pair("r1", "kafka", 0, 4.5);
        Map<String, String> window = labels("r1", "kafka", "w2");
        window.put("side", "a");
        results.add(new Result("window", window, Map.of("brokerCpuUsPerMessage", 90.0)));
        String floor = PerformanceReport.of(results).sections().getOrDefault("floor", "");
        assertTrue(floor.contains("| w2, flush async | ringmq (sdk) | 90.0 | 9.0 | 10.0 |"), floor);
    }

    @Test
    void whatIsVariedStandsBesideItsSide() {
        Map<String, String> labels = labels("r1", "ringmq", "w2");
        labels.put("axis", "queues=1000:8");
        results.add(new Result("pair", labels, Map.of("pair", 0.0, "sizeBytes", 1024.0, "p50Us", 1.1)));
        String scale = PerformanceReport.of(results).sections().getOrDefault("scale", "");
        assertTrue(scale.contains("| ringmq (sdk), queues 1000 |") && scale.contains(", queues 8 |"), scale);
    }

    @Test
    void thePlotShowsTheBarOfATarget() {
        pair("r1", "kafka", 0, 4.5);
        String plot = PerformanceReport.of(results).plots().get("ratios-kafka-async.svg");
        assertTrue(plot != null && plot.contains("W2 throughput") && plot.contains("4.50x"), plot);
    }

    @Test
    void theSameResultsGiveTheSameReport() {
        pair("r1", "kafka", 0, 4.5);
        pair("r1", "nats", 0, 1.5);
        assertEquals(PerformanceReport.of(results), PerformanceReport.of(results));
    }

    @Test
    void onlyWhatIsBetweenTheMarkersChanges() {
        String document = "# Title\n\nBy hand.\n\n<!-- generated: raw -->\nold\n<!-- end: raw -->\n\nMore by hand.\n";
        assertEquals(
                "# Title\n\nBy hand.\n\n<!-- generated: raw -->\n\nnew $1\n\n<!-- end: raw -->\n\nMore by hand.\n",
                Sections.replace(document, Map.of("raw", "new $1\n")));
    }

    @Test
    void aPartThatTheDocumentLacksIsAdded() {
        String replaced = Sections.replace("# Title\n", Map.of("raw", "text"));
        assertEquals("# Title\n\n<!-- generated: raw -->\n\ntext\n\n<!-- end: raw -->\n", replaced);
        assertEquals(replaced, Sections.replace(replaced, Map.of("raw", "text")));
    }

    @Test
    void aMarkerWithoutItsEndIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Sections.replace("<!-- generated: raw -->\n", Map.of("raw", "text")));
    }

    @Test
    void aLogarithmicAxisHoldsAllValues() {
        LogScale scale = LogScale.over(List.of(0.02, 5.0), 0, 300);
        assertEquals(List.of(0.01, 0.1, 1.0, 10.0), scale.ticks());
        assertEquals(200, scale.at(1), 1e-9);
    }

    @Test
    void textInDrawingsIsEscaped() {
        Svg svg = new Svg(10, 10);
        svg.text(1, 2, Svg.Anchor.START, "a < b & c");
        assertTrue(svg.file().contains("a &lt; b &amp; c"), svg.file());
        assertFalse(svg.file().contains("\r"), "line ends are the same everywhere");
    }

    private String targets() {
        return PerformanceReport.of(results).sections().getOrDefault("targets", "");
    }

    /** A pair of W2 with a throughput ratio. */
    private void pair(String run, String peer, int pair, double throughputRatio) {
        results.add(new Result(
                "pair",
                labels(run, peer, "w2"),
                Map.of("pair", (double) pair, "sizeBytes", 1024.0, "messagesPerSecond", throughputRatio)));
    }

    private static Map<String, String> labels(String run, String peer, String workload) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("run", run);
        labels.put("flush", "async");
        labels.put("workload", workload);
        labels.put("a", "ringmq");
        labels.put("clientA", "sdk");
        labels.put("b", peer);
        labels.put("clientB", peer);
        return labels;
    }
}
