package io.ringmq.bench.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.process.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void countsWhatWasLostDuplicatedAndConsumedWithoutAcknowledgement() {
        acked("a", 1);
        acked("b", 2);
        acked("c", 3);
        failed("d", 4);
        consumed("a");
        consumed("a");
        consumed("b");
        consumed("d");
        ledger.producerEvent(new Event("stopped", 5, Map.of("attempted", "4")));

        assertEquals(new Verdict(4, 3, 3, 1, 1, 1), ledger.verdict());
        assertEquals(1, ledger.failedSends());
    }

    @Test
    void gapIsTheLongestTimeBetweenAcknowledgementsThatEndsAfterTheKill() {
        acked("a", 1_000);
        acked("b", 5_000);
        acked("c", 5_010);
        acked("e", 7_000);
        acked("d", 6_200);

        assertEquals(1_190, ledger.longestGapMs(5_020));
        assertEquals(4_000, ledger.longestGapMs(0));
        assertEquals(800, ledger.longestGapMs(6_300, 6_500), "neither the gap before nor one behind");
        assertEquals(1_190, ledger.longestGapMs(5_001, 5_100), "a gap that begins in time ends when it ends");
        assertTrue(ledger.ackedAfter(6_999));
        assertFalse(ledger.ackedAfter(7_000));
    }

    private void acked(String id, long timeMs) {
        ledger.producerEvent(new Event("acked", timeMs, Map.of("id", id)));
    }

    private void failed(String id, long timeMs) {
        ledger.producerEvent(new Event("failed", timeMs, Map.of("id", id)));
    }

    private void consumed(String id) {
        ledger.consumerEvent(new Event("consumed", 0, Map.of("id", id)));
    }
}
