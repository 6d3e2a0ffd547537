package io.ringmq.raft.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.watch.LeaderWatch.Limits;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FitnessTest {
    private static final int ELECTION_TIMEOUT_MS = 500;

    private @Nullable String owner;
    private final Fitness fitness = new Fitness(Limits.defaults(), ELECTION_TIMEOUT_MS, () -> owner);

    @Test
    void aNodeIsFitUntilItsOwnerMinds() {
        fitness.look(0, 0, true);
        assertNull(fitness.reason());
        assertTrue(fitness.stands());
        owner = "the disk is full";
        fitness.look(500, 0, true);
        assertEquals("the disk is full", fitness.reason());
        assertFalse(fitness.stands());
        owner = null;
        fitness.look(1_000, 0, true);
        assertTrue(fitness.stands());
    }

    @Test
    void whatIsWithheldCountsAtOnceBesideWhatIsSeen() {
        assertTrue(fitness.withhold("maintenance"));
        assertFalse(fitness.withhold("maintenance"));
        assertFalse(fitness.stands());
        owner = "the disk is full";
        fitness.look(0, 0, true);
        assertEquals(Set.of("maintenance", "the disk is full"), fitness.reasons());
        assertEquals("maintenance, the disk is full", fitness.reason());
        owner = null;
        fitness.look(2_000, 0, true);
        assertTrue(fitness.handOverDue(2_000));
        assertTrue(fitness.resume("maintenance"));
        assertFalse(fitness.resume("maintenance"));
        assertTrue(fitness.stands());
    }

    @Test
    void aWriteThatHangsMakesUnfitAndSoDoesAStallForAMinute() {
        fitness.look(0, 4_999, true);
        assertNull(fitness.reason());
        fitness.look(500, 5_000, true);
        assertNotNull(fitness.reason());
        fitness.stalled(500);
        fitness.look(60_000, 0, true);
        assertNotNull(fitness.reason());
        fitness.look(60_500, 0, true);
        assertNull(fitness.reason());
    }

    @Test
    void aGroupThatStaysWithoutALeaderGetsEvenAnUnfitOne() {
        owner = "the disk is full";
        fitness.look(0, 0, true);
        fitness.look(500, 0, false);
        fitness.look(5_000, 0, false);
        assertFalse(fitness.stands());
        fitness.look(5_500, 0, false);
        assertTrue(fitness.stands());
        fitness.look(6_000, 0, true);
        assertFalse(fitness.stands());
    }

    @Test
    void anUnfitLeaderLooksForASuccessorFromTimeToTimeOnceItIsSure() {
        owner = "the disk is full";
        fitness.look(0, 0, true);
        assertFalse(fitness.handOverDue(0));
        fitness.look(1_500, 0, true);
        assertFalse(fitness.handOverDue(1_500));
        fitness.look(2_000, 0, true);
        assertTrue(fitness.handOverDue(2_000));
        fitness.look(6_500, 0, true);
        assertFalse(fitness.handOverDue(6_500));
        fitness.look(7_000, 0, true);
        assertTrue(fitness.handOverDue(7_000));
        owner = null;
        fitness.look(20_000, 0, true);
        assertFalse(fitness.handOverDue(20_000));
    }
}
