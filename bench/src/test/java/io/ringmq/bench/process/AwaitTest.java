package io.ringmq.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class AwaitTest {
    /** A second later at every look. */
    private static final class TickingClock extends Clock {
        private final AtomicInteger seconds = new AtomicInteger();

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds.getAndIncrement());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void aBreakStartsTheSteadyTimeAnew() {
        assertEquals(3, looksUntilSteadyForTwoSeconds(look -> true));
        assertEquals(5, looksUntilSteadyForTwoSeconds(look -> look != 2));
    }

    private static int looksUntilSteadyForTwoSeconds(IntPredicate condition) {
        AtomicInteger looks = new AtomicInteger();
        new Await(new TickingClock())
                .untilSteady(
                        "it",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(2),
                        () -> condition.test(looks.incrementAndGet()));
        return looks.get();
    }

    @Test
    void saysWhatDidNotStaySo() {
        AwaitException e = assertThrows(
                AwaitException.class,
                () -> new Await(new TickingClock())
                        .untilSteady("a whole system", Duration.ofSeconds(3), Duration.ofSeconds(2), () -> false));
        assertEquals("waited 3 s in vain for 2 s without a break of: a whole system", e.getMessage());
    }
}
