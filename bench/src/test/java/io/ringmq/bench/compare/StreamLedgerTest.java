package io.ringmq.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StreamLedgerTest {
    private final StreamLedger ledger = new StreamLedger();

    @Test
    void aGapIsWhatNoThreadFilled() {
        ledger.acked("s-0-1", 1_000);
        ledger.acked("s-1-1", 1_100);
        ledger.acked("s-0-2", 3_100);
        ledger.acked("s-1-2", 4_600);
        assertEquals(2_000, ledger.longestGapMs(1_500));
    }

    @Test
    void oneThreadMayWaitLongerThanAllTogether() {
        ledger.acked("s-0-1", 1_000);
        ledger.acked("s-1-1", 1_100);
        ledger.acked("s-0-2", 3_100);
        ledger.acked("s-1-2", 4_600);
        assertEquals(3_500, ledger.longestThreadGapMs(1_500));
    }

    @Test
    void gapsBeforeTheKillDoNotCount() {
        ledger.acked("s-0-1", 1_000);
        ledger.acked("s-0-2", 9_000);
        ledger.acked("s-0-3", 9_500);
        assertEquals(500, ledger.longestGapMs(9_100));
    }

    @Test
    void recoveryMeansEveryThread() {
        ledger.acked("s-0-1", 1_000);
        ledger.acked("s-1-1", 1_000);
        ledger.acked("s-0-2", 3_000);
        assertFalse(ledger.allAckedAfter(2_000));
        ledger.acked("s-1-2", 3_500);
        assertTrue(ledger.allAckedAfter(2_000));
    }

    @Test
    void lostIsAcknowledgedButNotStored() {
        ledger.acked("s-0-1", 1);
        ledger.acked("s-0-2", 2);
        ledger.stored("s-0-2");
        ledger.stored("s-0-2");
        ledger.stored("s-0-3");
        assertEquals(1, ledger.lostCount());
        assertEquals(1, ledger.duplicateCount());
        ledger.forgetStored();
        assertEquals(2, ledger.lostCount());
    }

    @Test
    void anIdHasItsThreadBeforeItsSequence() {
        assertThrows(IllegalArgumentException.class, () -> ledger.acked("17", 1));
    }
}
