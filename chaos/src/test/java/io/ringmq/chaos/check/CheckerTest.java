package io.ringmq.chaos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker against histories that are right, and against histories with one planted anomaly. */
class CheckerTest {
    private static final int SEEDS = 100;

    @Test
    void randomHistoriesOfAFaultlessRingAreClean() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Report report = Checker.check(RandomHistory.of(seed));
            assertTrue(report.isClean(), "seed " + seed + ": " + report);
            assertTrue(report.counts().acknowledged() > 10, "seed " + seed + " checks nothing: " + report);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPlantedAnomalyIsFound(Plant plant) {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Entry> history = new ArrayList<>(RandomHistory.of(seed));
            plant.spoil(history, new Random(seed));
            Report report = Checker.check(history);
            assertTrue(report.anomalies().containsKey(plant.broken()), plant + ", seed " + seed + ": " + report);
        }
    }

    @Test
    void everyPromiseHasAPlant() {
        assertEquals(
                EnumSet.allOf(Anomaly.Kind.class),
                Arrays.stream(Plant.values()).map(Plant::broken).collect(Collectors.toSet()));
    }

    @Test
    void countsSaySizeAndCopies() {
        List<Entry> history = List.of(
                new Entry.Invoked(1, "a", 7, false),
                new Entry.Invoked(2, "b", 7, true),
                new Entry.Invoked(2, "c", 7, true),
                new Entry.Acknowledged(3, "a", new Place("q", 1)),
                new Entry.Refused(4, "b", "busy"),
                new Entry.Unknown(4, "c", "timeout"),
                new Entry.Held("n0", new Place("q", 0), "a", 7),
                new Entry.Held("n0", new Place("q", 1), "a", 7));
        Report report = Checker.check(history);
        assertTrue(report.isClean(), report.toString());
        assertEquals(new Report.Counts(3, 1, 0, 1, 1, 0, 1, 1), report.counts());
    }

    @Test
    void withoutReplicasNothingCountsAsKept() {
        List<Entry> history =
                List.of(new Entry.Invoked(1, "a", 7, true), new Entry.Acknowledged(3, "a", new Place("q", 0)));
        assertTrue(Checker.check(history).anomalies().containsKey(Anomaly.Kind.LOST));
    }

    @Test
    void overlappingSendsMayHaveEitherOrder() {
        List<Entry> history = List.of(
                new Entry.Invoked(1, "a", 7, true),
                new Entry.Invoked(2, "b", 7, true),
                new Entry.Acknowledged(2, "a", new Place("q", 1)),
                new Entry.Acknowledged(3, "b", new Place("q", 0)),
                new Entry.Held("n0", new Place("q", 0), "b", 7),
                new Entry.Held("n0", new Place("q", 1), "a", 7));
        assertTrue(Checker.check(history).isClean());
    }

    @Test
    void examplesAreFewAndCountsComplete() {
        List<Entry> history = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            history.add(new Entry.Held("n0", new Place("q", i), "stranger" + i, 7));
        }
        Report report = Checker.check(history);
        assertEquals(50, report.anomalies().get(Anomaly.Kind.PHANTOM));
        assertEquals(Findings.MAX_EXAMPLES, report.examples().size());
    }

    @Test
    void whatIsNoHistoryIsRefused() {
        Entry.Invoked send = new Entry.Invoked(1, "a", 7, true);
        assertThrows(IllegalArgumentException.class, () -> Checker.check(List.of(send, send)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Checker.check(List.of(new Entry.Acknowledged(1, "a", new Place("q", 0)))));
    }
}
