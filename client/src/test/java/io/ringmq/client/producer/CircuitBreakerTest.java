package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.body.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When rings are set aside and used again; by examples, and against a model over thousands of random steps. */
class CircuitBreakerTest {
    private static final List<String> TEN =
            IntStream.range(0, 10).mapToObj(i -> "r" + i).toList();
    private static final CircuitBreakerLimits LIMITS = CircuitBreakerLimits.defaults();
    private static final long PAUSE_MS = 60_000;

    private final CircuitBreaker breaker = new CircuitBreaker(LIMITS);

    private void attempts(int count, String ring, long tookMs, boolean failed, long nowMs) {
        for (int i = 0; i < count; i++) {
            breaker.attempted(ring, tookMs, failed, nowMs);
        }
    }

    @Test
    void failuresSetARingAsideForAMinute() {
        attempts(9, "r1", 1, true, 1_000);
        assertEquals(Set.of(), breaker.leftAlone(TEN, 1_000), "too few to tell");
        attempts(1, "r1", 1, true, 2_000);
        assertEquals(Set.of("r1"), breaker.leftAlone(TEN, 2_000));
        assertEquals(Set.of("r1"), breaker.leftAlone(TEN, 2_000 + PAUSE_MS - 1));
        assertEquals(Set.of(), breaker.leftAlone(TEN, 2_000 + PAUSE_MS));
        attempts(9, "r1", 1, true, 2_000 + PAUSE_MS);
        assertEquals(Set.of(), breaker.leftAlone(TEN, 2_000 + PAUSE_MS), "it begins anew");
    }

    @Test
    void slowAnswersCountAsFailures() {
        attempts(5, "r1", 1_001, false, 5_000);
        attempts(5, "r1", 1_000, false, 5_000);
        assertEquals(Set.of("r1"), breaker.leftAlone(TEN, 5_000));
    }

    @Test
    void fewerThanHalfOfTheAttemptsAreNoReason() {
        for (int i = 0; i < 1_000; i++) {
            attempts(6, "r1", 1, false, 10L * i);
            attempts(5, "r1", 1, true, 10L * i);
        }
        assertEquals(Set.of(), breaker.leftAlone(TEN, 10_000));
    }

    @Test
    void whatIsLongPastDoesNotCount() {
        attempts(1_000, "r1", 1, false, 0);
        attempts(9, "r1", 1, true, 15_000);
        assertEquals(Set.of(), breaker.leftAlone(TEN, 15_000));
        attempts(1, "r1", 1, true, 15_000);
        assertEquals(Set.of("r1"), breaker.leftAlone(TEN, 15_000), "the good ones are forgotten");
    }

    @Test
    void attemptsThatBeganEarlierDoNotProlongThePause() {
        attempts(10, "r1", 1, true, 1_000);
        attempts(1_000, "r1", 2_001, true, 3_000);
        assertEquals(Set.of(), breaker.leftAlone(TEN, 1_000 + PAUSE_MS));
        attempts(10, "r1", 1, true, 1_000 + PAUSE_MS);
        attempts(10, "r1", 1_999, true, 3_000 + PAUSE_MS);
        assertEquals(Set.of("r1"), breaker.leftAlone(TEN, 2_999 + 2 * PAUSE_MS));
    }

    @Test
    void theOneSetAsideEarliestIsUsedAgain() {
        for (int i = 0; i < 5; i++) {
            attempts(10, "r" + i, 1, true, 1_000 + i);
        }
        assertEquals(Set.of("r2", "r3", "r4"), breaker.leftAlone(TEN, 2_000));
        attempts(10, "r0", 1, true, 3_000);
        assertEquals(Set.of("r3", "r4", "r0"), breaker.leftAlone(TEN, 3_000), "it failed again");
        assertEquals(Set.of("r0"), breaker.leftAlone(List.of("r0", "r1", "r2", "r5"), 3_000));
    }

    @ParameterizedTest
    @CsvSource({
        "0.3,1,0",
        "0.3,3,0",
        "0.3,4,1",
        "0.3,6,1",
        "0.3,7,2",
        "0.3,10,3",
        "0.34,3,1",
        "0.7,90,63",
        "0,9,0",
        "1,2,2"
    })
    void theShareIsRoundedDown(double share, int rings, int most) {
        assertEquals(most, LIMITS.withMaxShare(share).most(rings));
    }

    @Test
    void whatFailedIsAvoidedTogetherWithWhatIsSetAside() {
        List<MessageQueue> queues =
                TEN.stream().map(ring -> new MessageQueue("T", ring, 0)).toList();
        Set<String> failed = Set.of("r9");
        assertSame(failed, breaker.avoid(queues, failed, 0));
        attempts(10, "r1", 1, true, 0);
        assertEquals(Set.of("r1", "r9"), breaker.avoid(queues, failed, 1));
        assertSame(failed, breaker.avoid(queues, failed, PAUSE_MS));
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withMaxShare(1.1));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withMaxShare(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withBadShare(0));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withPause(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withWindow(Duration.ofSeconds(1), 0));
    }

    /** One failure sets aside, so that the model needs no statistics. */
    @RepeatedTest(20)
    void itDoesWhatTheModelDoes(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        CircuitBreaker tested =
                new CircuitBreaker(LIMITS.withWindow(Duration.ofSeconds(10), 1).withBadShare(1e-6));
        Model model = new Model();
        List<String> rings = IntStream.range(0, 1 + random.nextInt(20))
                .mapToObj(i -> "r" + i)
                .toList();
        long nowMs = random.nextInt(1_000_000);
        for (int step = 0; step < 2_000; step++) {
            nowMs += random.nextInt(10) == 0 ? random.nextInt(70_000) : random.nextInt(300);
            String ring = rings.get(random.nextInt(rings.size()));
            long tookMs = random.nextInt(2_000);
            boolean failed = random.nextInt(4) == 0;
            tested.attempted(ring, tookMs, failed, nowMs);
            model.attempted(ring, tookMs, failed, nowMs);
            List<String> some = new ArrayList<>(rings);
            Collections.shuffle(some, random);
            some = some.subList(0, 1 + random.nextInt(some.size()));
            Set<String> aside = tested.leftAlone(some, nowMs);
            String where = "seed " + seed + ", step " + step;
            assertTrue(10 * aside.size() <= 3 * some.size(), where);
            assertEquals(model.leftAlone(some, nowMs), aside, where);
        }
    }

    /** Setting aside as one would explain it: a list of what was set aside, in that order. */
    private static final class Model {
        private final Map<String, Long> sinceMs = new LinkedHashMap<>();

        void attempted(String ring, long tookMs, boolean failed, long nowMs) {
            Long since = sinceMs.get(ring);
            if (since != null && nowMs - since < PAUSE_MS && nowMs - tookMs < since) {
                return;
            }
            if (failed || tookMs > 1_000) {
                sinceMs.remove(ring);
                sinceMs.put(ring, nowMs);
            }
        }

        Set<String> leftAlone(List<String> rings, long nowMs) {
            List<String> aside = new ArrayList<>();
            for (Map.Entry<String, Long> entry : sinceMs.entrySet()) {
                if (rings.contains(entry.getKey()) && nowMs - entry.getValue() < PAUSE_MS) {
                    aside.add(entry.getKey());
                }
            }
            while (10 * aside.size() > 3 * rings.size()) {
                aside.remove(0);
            }
            return new HashSet<>(aside);
        }
    }
}
