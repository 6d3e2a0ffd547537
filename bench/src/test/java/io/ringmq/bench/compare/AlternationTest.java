package io.ringmq.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.bench.report.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlternationTest {
    private final List<String> calls = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();

    @Test
    void sidesTakeTurnsInBothOrdersAndOnlyOneRunsAtATime() {
        alternation(new Twin("x", 1, 1), new Twin("y", 1, 1)).run(0, 2);
        assertEquals(
                List.of(
                        "resume x",
                        "measure x",
                        "pause x",
                        "resume y",
                        "measure y",
                        "pause y",
                        "resume y",
                        "measure y",
                        "pause y",
                        "resume x",
                        "measure x",
                        "pause x"),
                calls);
    }

    @Test
    void aPairHasTheRatiosOfItsTwoWindows() {
        List<Result> pairs =
                alternation(new Twin("x", 30, 50), new Twin("y", 10, 20)).run(0, 2);
        assertEquals(
                List.of(3.0, 2.5),
                pairs.stream().map(p -> p.values().get("p50Us")).toList());
        assertEquals("x", pairs.get(0).label("a"));
        assertEquals("y", pairs.get(0).label("b"));
        assertEquals("w2", pairs.get(0).label("workload"));
    }

    @Test
    void warmUpPairsAreNotReported() {
        alternation(new Twin("x", 999, 4), new Twin("y", 1, 2)).run(1, 1);
        assertEquals(
                List.of("window", "window", "pair"),
                results.stream().map(Result::type).toList());
        assertEquals(2.0, results.get(2).values().get("p50Us"));
    }

    @Test
    void windowsNameTheirSide() {
        alternation(new Twin("x", 1), new Twin("y", 1)).run(0, 1);
        assertEquals("a", results.get(0).label("side"));
        assertEquals("b", results.get(1).label("side"));
        assertEquals("y", results.get(1).label("system"));
        assertEquals(1024.0, results.get(1).values().get("sizeBytes"));
    }

    @Test
    void aSideThatFailsIsPausedAllTheSame() {
        Alternation alternation = alternation(new Twin("x"), new Twin("y"));
        assertThrows(IllegalStateException.class, () -> alternation.run(0, 1));
        assertEquals(List.of("resume x", "measure x", "pause x"), calls);
    }

    @Test
    void metricsThatOnlyOneSideHasGiveNoRatio() {
        assertEquals(
                Map.of("p99Us", 2.0),
                Ratios.of(Map.of("p50Us", 1.0, "p99Us", 4.0, "errors", 3.0), Map.of("p99Us", 2.0, "errors", 1.0)));
    }

    private Alternation alternation(Side a, Side b) {
        return new Alternation(a, b, Map.of("workload", "w2"), 1024, results::add);
    }

    /** A side in memory that measures what it was told. */
    private final class Twin implements Side {
        private final String name;
        private final Deque<Double> measurements = new ArrayDeque<>();

        Twin(String name, double... measurements) {
            this.name = name;
            for (double measurement : measurements) {
                this.measurements.add(measurement);
            }
        }

        @Override
        public Map<String, String> labels() {
            return Map.of("system", name);
        }

        @Override
        public void resume() {
            calls.add("resume " + name);
        }

        @Override
        public void pause() {
            calls.add("pause " + name);
        }

        @Override
        public Map<String, Double> measure() {
            calls.add("measure " + name);
            if (measurements.isEmpty()) {
                throw new IllegalStateException("nothing to measure");
            }
            return Map.of("p50Us", measurements.remove());
        }

        @Override
        public void close() {
            calls.add("close " + name);
        }
    }
}
