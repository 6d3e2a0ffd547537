package io.ringmq.broker.proposal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.Records;
import io.ringmq.broker.time.Timer;
import io.ringmq.broker.twin.ManualTimer;
import io.ringmq.raft.NotLeaderException;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DueWorkTest {
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long RETRY_MS = 100;
    private static final long LONGEST_SLEEP_MS = 10_000;
    private static final long HOUR_MS = 3_600_000;
    private static final int SEEDS = 200;
    private static final int STEPS = 200;

    private final ManualTimer timer = new ManualTimer(NOW_MS);
    private final JumpingClock clock = new JumpingClock(timer);
    private final Waiting waiting = new Waiting();
    private final Leadership leadership = new Leadership();
    private final DueWork work = work(timer, Runnable::run);

    private DueWork work(Timer alarms, Executor executor) {
        return new DueWork("numbers", leadership, waiting, new DueWork.Time(clock, alarms, executor));
    }

    /** The timer's clock, set wrong. */
    private static final class JumpingClock extends Clock {
        private final Clock right;
        private long wrongByMs;

        JumpingClock(Clock right) {
            this.right = right;
        }

        @Override
        public long millis() {
            return right.millis() + wrongByMs;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }

        @Override
        public ZoneId getZone() {
            return right.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Times that wait for themselves. */
    private final class Waiting implements DueWork.Source {
        private final TreeSet<Long> times = new TreeSet<>();
        private final List<Long> done = new ArrayList<>();
        private Runnable afterLook = () -> {};
        private boolean failing;
        private int looks;

        @Override
        public long earliestMs() {
            return times.isEmpty() ? Long.MAX_VALUE : times.first();
        }

        @Override
        public DueWork.Round look(long nowMs) {
            looks++;
            if (failing) {
                throw new IllegalStateException("planned");
            }
            List<Long> due = List.copyOf(times.headSet(nowMs, true));
            List<ProposedRecord> records = Collections.nCopies(due.size(), Records.message(ByteBuffer.allocate(0)));
            assertEquals(clock.millis(), nowMs, "nothing early");
            Runnable meanwhile = afterLook;
            afterLook = () -> {};
            meanwhile.run();
            return new DueWork.Round(records, results -> {
                assertEquals(due.size(), results.size());
                assertTrue(times.containsAll(due), "nothing twice");
                times.removeAll(due);
                done.addAll(due);
            });
        }
    }

    private enum Outcome {
        APPLIED,
        REJECTED,
        UNKNOWN
    }

    /** Has proposals end as it is told, at once or later. */
    private static final class Leadership implements Proposer {
        private boolean leading = true;
        private boolean holding;
        private Outcome outcome = Outcome.APPLIED;
        private final List<Runnable> underWay = new ArrayList<>();
        private int proposals;

        @Override
        public boolean isLeader() {
            return leading;
        }

        @Override
        public void propose(List<? extends ProposedRecord> records, ProposalCallback callback) {
            assertEquals(List.of(), underWay, "one proposal at a time");
            proposals++;
            Runnable end = () -> {
                switch (leading ? outcome : Outcome.REJECTED) {
                    case APPLIED -> callback.applied(Collections.nCopies(records.size(), null));
                    case REJECTED -> callback.rejected(new NotLeaderException("ring-0", null));
                    case UNKNOWN -> callback.unknown(new NotLeaderException("ring-0", null));
                }
            };
            if (holding) {
                underWay.add(end);
            } else {
                end.run();
            }
        }

        void letGo() {
            List<Runnable> ends = List.copyOf(underWay);
            underWay.clear();
            ends.forEach(Runnable::run);
        }
    }

    private void add(long dueMs) {
        waiting.times.add(dueMs);
        work.wakeBy(dueMs);
    }

    @Test
    void whatIsDueIsProposedAtItsTimeAndThenNothingRuns() {
        add(NOW_MS + 500);
        timer.advance(499);
        assertEquals(List.of(), waiting.done);
        timer.advance(1);
        assertEquals(List.of(NOW_MS + 500), waiting.done);
        assertEquals(0, timer.pending());
    }

    @Test
    void whatComesLaterWithAnEarlierTimeGoesFirstAndDelaysNothing() {
        add(NOW_MS + 5_000);
        add(NOW_MS + 100);
        add(NOW_MS + 9_000);
        timer.advance(100);
        assertEquals(List.of(NOW_MS + 100), waiting.done);
        timer.advance(4_900);
        assertEquals(2, waiting.done.size());
        timer.advance(4_000);
        assertEquals(3, waiting.done.size());
    }

    @Test
    void whatIsFarOffIsFoundThough() {
        add(NOW_MS + HOUR_MS);
        timer.advance(HOUR_MS);
        assertEquals(List.of(NOW_MS + HOUR_MS), waiting.done);
    }

    @Test
    void aWakeUpDuringALookIsNotLost() {
        waiting.afterLook = () -> add(NOW_MS + 1_000);
        work.wakeBy(NOW_MS);
        timer.advance(1_000);
        assertEquals(List.of(NOW_MS + 1_000), waiting.done);
    }

    @Test
    void aWakeUpWhileAProposalIsUnderWayIsNotLost() {
        leadership.holding = true;
        add(NOW_MS);
        timer.advance(1);
        add(NOW_MS + 1);
        timer.advance(1_000);
        assertEquals(1, leadership.proposals, "one proposal at a time");
        leadership.holding = false;
        leadership.letGo();
        timer.advance(1);
        assertEquals(List.of(NOW_MS, NOW_MS + 1), waiting.done);
        assertEquals(0, timer.pending());
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"REJECTED", "UNKNOWN"})
    void whatWasNotAppliedIsProposedAgain(Outcome outcome) {
        leadership.outcome = outcome;
        add(NOW_MS + 1);
        timer.advance(1);
        assertEquals(1, leadership.proposals);
        leadership.outcome = Outcome.APPLIED;
        timer.advance(RETRY_MS);
        assertEquals(List.of(NOW_MS + 1), waiting.done);
    }

    @Test
    void aFollowerDoesNothingUntilItLeads() {
        leadership.leading = false;
        add(NOW_MS + 1);
        timer.advance(HOUR_MS);
        assertEquals(0, leadership.proposals);
        assertEquals(0, timer.pending());
        leadership.leading = true;
        work.leaderStarted();
        timer.advance(1);
        assertEquals(List.of(NOW_MS + 1), waiting.done);
    }

    @Test
    void whoBecomesLeaderWhileItLooksForNothingLooksAgain() {
        List<Runnable> tasks = new ArrayList<>();
        DueWork slow = work(timer, tasks::add);
        waiting.times.add(NOW_MS);
        leadership.leading = false;
        slow.wakeBy(NOW_MS);
        timer.advance(1);
        slow.leaderStarted();
        tasks.remove(0).run();
        leadership.leading = true;
        timer.advance(1);
        tasks.remove(0).run();
        assertEquals(List.of(NOW_MS), waiting.done);
    }

    @Test
    void aLookThatFailsIsRepeated() {
        waiting.failing = true;
        add(NOW_MS + 1);
        timer.advance(1);
        waiting.failing = false;
        timer.advance(LONGEST_SLEEP_MS);
        assertEquals(List.of(NOW_MS + 1), waiting.done);
    }

    @Test
    void aClockThatIsSetForwardIsNoticed() {
        add(NOW_MS + HOUR_MS);
        clock.wrongByMs = HOUR_MS;
        timer.advance(LONGEST_SLEEP_MS);
        assertEquals(List.of(NOW_MS + HOUR_MS), waiting.done);
    }

    @Test
    void aClockThatIsSetBackMakesNothingEarlyAndDelaysNothingNew() {
        add(NOW_MS + 1_000);
        clock.wrongByMs = -HOUR_MS;
        long soonMs = clock.millis() + 2_000;
        timer.advance(1_500);
        add(soonMs);
        timer.advance(500);
        assertEquals(List.of(soonMs), waiting.done);
        timer.advance(HOUR_MS);
        assertEquals(List.of(soonMs, NOW_MS + 1_000), waiting.done);
    }

    @Test
    void alarmsThatCouldNotBeCancelledStartNothingTwice() {
        List<Runnable> alarms = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        Timer deaf = (delayMs, task) -> {
            alarms.add(task);
            return () -> {};
        };
        DueWork raced = work(deaf, tasks::add);
        waiting.times.add(NOW_MS);
        raced.wakeBy(NOW_MS + 10);
        raced.wakeBy(NOW_MS);
        alarms.forEach(Runnable::run);
        assertEquals(1, tasks.size());
    }

    @Test
    void whatIsDueAfterTheRestWakesNobodyWhoWillLookAnyway() {
        waiting.times.add(NOW_MS + 1_000);
        work.laterWaits();
        timer.advance(1);
        int looks = waiting.looks;
        waiting.times.add(NOW_MS + 2_000);
        work.laterWaits();
        timer.advance(998);
        assertEquals(looks, waiting.looks);
        timer.advance(1_001);
        assertEquals(List.of(NOW_MS + 1_000, NOW_MS + 2_000), waiting.done);
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(SEEDS);
    }

    /** Whatever happens: nothing early, nothing twice, nothing left once there is a leader again. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everythingIsDoneOnceInTheEnd(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> expected = new TreeSet<>();
        for (int step = 0; step < STEPS; step++) {
            step(random, expected);
        }
        leadership.leading = true;
        leadership.holding = false;
        leadership.outcome = Outcome.APPLIED;
        leadership.letGo();
        work.leaderStarted();
        timer.advance(HOUR_MS);
        assertEquals(new ArrayList<>(expected), waiting.done.stream().sorted().toList());
        assertEquals(0, timer.pending());
    }

    private void step(Random random, Set<Long> expected) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                long dueMs = clock.millis() + random.nextInt(20_000);
                if (expected.add(dueMs)) {
                    add(dueMs);
                }
            }
            case 3 -> leadership.outcome = Outcome.values()[random.nextInt(3)];
            case 4 -> leadership.holding = random.nextBoolean();
            case 5 -> {
                leadership.leading = random.nextBoolean();
                if (leadership.leading) {
                    work.leaderStarted();
                }
            }
            case 6 -> clock.wrongByMs += random.nextInt(20_000) - 10_000;
            default -> leadership.letGo();
        }
        timer.advance(random.nextInt(2_000));
    }
}
