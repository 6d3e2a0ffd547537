package io.ringmq.raft.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.raft.watch.LeaderWatch.Advice;
import io.ringmq.raft.watch.LeaderWatch.Limits;
import io.ringmq.raft.watch.LeaderWatch.Sight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderWatchTest {
    private static final Limits LIMITS = new Limits(500, 5_000, 30_000);
    private static final long START_MS = 1_000_000;

    private final LeaderWatch watch = new LeaderWatch(LIMITS);
    private long nowMs = START_MS;

    /** Looks every 500 ms for so long, and returns the times of the advice that was given. */
    private List<String> look(long forMs, long leadingTerm, long pendingBytes, long committedIndex, long writeMs) {
        List<String> advice = new ArrayList<>();
        for (long untilMs = nowMs + forMs; nowMs < untilMs; nowMs += LIMITS.everyMs()) {
            Advice given =
                    watch.look(new Sight(nowMs, leadingTerm, pendingBytes, committedIndex, committedIndex, writeMs));
            if (given != Advice.GO_ON) {
                advice.add((nowMs - START_MS) + " " + given);
            }
        }
        return advice;
    }

    @Test
    void aLeaderThatCommitsGoesOn() {
        for (int i = 0; i < 100; i++) {
            assertEquals(List.of(), look(4_500, 1, 1_000, i, 0));
        }
    }

    @Test
    void aLeaderWithNothingToDoGoesOn() {
        assertEquals(List.of(), look(120_000, 1, 0, 7, 0));
    }

    @Test
    void aLeaderThatCommitsNothingHandsOverAndAtLastStops() {
        assertEquals(
                List.of(
                        "5000 HAND_OVER",
                        "10000 HAND_OVER",
                        "15000 HAND_OVER",
                        "20000 HAND_OVER",
                        "25000 HAND_OVER",
                        "30000 STOP"),
                look(30_500, 1, 1_000, 7, 0));
    }

    @Test
    void aFollowerIsNotAskedToDoAnything() {
        assertEquals(List.of(), look(120_000, 0, 1_000, 7, 60_000));
    }

    @Test
    void aNewTermStartsANewCount() {
        assertEquals(List.of(), look(4_500, 1, 1_000, 7, 0));
        assertEquals(List.of(), look(4_500, 2, 1_000, 7, 0));
        assertEquals(List.of("9500 HAND_OVER"), look(2_000, 2, 1_000, 7, 0));
    }

    @Test
    void aLeaderWhoseDiskHangsHandsOverEvenIfTheOthersCommit() {
        List<String> advice = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            advice.addAll(look(500, 1, 1_000, i, i * 500L));
        }
        assertEquals(List.of("5000 HAND_OVER", "10000 HAND_OVER"), advice);
    }

    @Test
    void aProcessThatStoodStillIsNotBlamedForIt() {
        assertEquals(List.of(), look(2_000, 1, 1_000, 7, 0));
        nowMs += 60_000;
        assertEquals(List.of(), look(2_500, 1, 1_000, 7, 0));
        assertEquals(1, look(2_000, 1, 1_000, 7, 0).size());
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(0, 5_000, 30_000));
        assertThrows(IllegalArgumentException.class, () -> new Limits(500, 400, 30_000));
        assertThrows(IllegalArgumentException.class, () -> new Limits(500, 5_000, 4_000));
    }
}
