package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.TimerView.PendingTimer;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Timed messages set, recalled and delivered at random, by leaders who come and go with clocks of their own and whose
 * proposals are lost or overtaken; applied in runs of random length by a replica that crashes. The state must be what
 * {@link TimerModel} says; in the end every message was delivered once or recalled. {@code -Dringmq.sim.seed} repeats one
 * failure, {@code -Dringmq.sim.cycles} asks for more.
 */
class TimerSimulationTest {
    private static final int DEFAULT_SEED = 20_261_122;
    private static final int DEFAULT_CYCLES = 2_000;
    private static final int STEPS = 80;
    private static final int ENTRY_BYTES = 10_000;
    private static final int MAX_UNDER_WAY = 6;
    private static final int MAX_DELAY_MS = 200;
    private static final int IDS = 5;

    @Test
    void eachIsDeliveredOnceOrRecalled() {
        int firstSeed = Integer.getInteger("ringmq.sim.seed", DEFAULT_SEED);
        int cycles = Integer.getInteger("ringmq.sim.cycles", DEFAULT_CYCLES);
        for (int seed = firstSeed; seed < firstSeed + cycles; seed++) {
            try {
                new Cycle(new Random(seed)).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dringmq.sim.seed=" + seed + " -Dringmq.sim.cycles=1", e);
            }
        }
    }

    /** Hears how a record was applied. */
    private interface Outcome {
        void applied(ApplyResult result);
    }

    private record Proposal(List<ProposedRecord> records, List<Outcome> outcomes) {}

    private record Known(long dueMs, String id) {}

    private static final class Cycle {
        private final Random random;
        private final TimerModel model = new TimerModel();
        private final List<Entry> log = new ArrayList<>();
        private final Deque<Proposal> underWay = new ArrayDeque<>();
        private final List<Known> handles = new ArrayList<>();
        private final int flushEvery;

        private MemoryStateStore store = new MemoryStateStore();
        private RingState state = new RingState(store, level -> 0, ApplyListener.NONE);
        private long clockMs = 1_000_000;
        private int set;
        private boolean midRun;

        Cycle(Random random) {
            this.random = random;
            this.flushEvery = 1 + random.nextInt(4);
        }

        void run() {
            propose(List.of(Records.putTopic(TopicConfig.of("t", 1), true)), List.of(result -> {}));
            applyNext();
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
            }
            drain();
        }

        private void step(int action) {
            if (action < 30) {
                set();
            } else if (action < 42) {
                recall();
            } else if (action < 57) {
                fire();
            } else if (action < 85) {
                applyNext();
            } else if (action < 92) {
                clockMs += random.nextInt(MAX_DELAY_MS);
            } else if (action < 96) {
                changeLeader();
            } else {
                crash();
            }
        }

        private void propose(List<ProposedRecord> records, List<Outcome> outcomes) {
            if (underWay.size() < MAX_UNDER_WAY && !records.isEmpty()) {
                underWay.add(new Proposal(records, outcomes));
            }
        }

        /** Few ids and few times, so that messages meet that differ in one of them only. */
        private void set() {
            long dueMs = clockMs + 1 + random.nextInt(4) * (MAX_DELAY_MS / 4L);
            String id = "id" + random.nextInt(IDS);
            ProposedRecord record = TimerRecords.set(
                    dueMs, TimerRecords.idHash("t", id), WireMessages.message("t", 0, 5, "UNIQ_KEY\1" + id + "\2"));
            propose(List.of(record), List.of(result -> {
                model.set(new TimerKey(dueMs, ((AppendedMessage) result).physicalOffset()), id);
                handles.add(new Known(dueMs, id));
                set++;
            }));
        }

        private void recall() {
            if (handles.isEmpty()) {
                return;
            }
            Known known = handles.get(random.nextInt(handles.size()));
            TimerRecall recall = new TimerRecall(known.dueMs(), "t", known.id());
            propose(List.of(TimerRecords.recall(recall)), List.of(result -> {
                boolean claimsNothingWasDelivered = result.equals(new ApplyResult.Applied(false));
                assertFalse(claimsNothingWasDelivered && model.wasDelivered(recall.dueMs()), recall::toString);
                model.recall(recall, result);
            }));
        }

        private void fire() {
            endRun();
            List<ProposedRecord> records = new ArrayList<>();
            List<Outcome> outcomes = new ArrayList<>();
            long decidedMs = clockMs;
            List<PendingTimer> due = state.timers()
                    .upcoming(decidedMs, 1 + random.nextInt(3), 1 << 20)
                    .due();
            boolean[] fired = {false};
            for (PendingTimer timer : due) {
                records.add(TimerRecords.fire(new TimerFiring(timer.key(), timer.idHash(), 1)));
                outcomes.add(result -> {
                    model.fire(timer.key(), result, decidedMs);
                    fired[0] = result instanceof ApplyResult.Applied;
                });
                records.add(Records.message(timer.message()));
                outcomes.add(result -> assertEquals(fired[0], result instanceof AppendedMessage));
            }
            propose(records, outcomes);
        }

        private void applyNext() {
            Proposal proposal = underWay.poll();
            if (proposal == null) {
                return;
            }
            long index = log.size() + 1L;
            Entry entry = Entry.of(index, index * ENTRY_BYTES, proposal.records());
            log.add(entry);
            List<ApplyResult> results = new ArrayList<>();
            entry.applyTo(state, (ordinal, result) -> results.add(result));
            for (int i = 0; i < results.size(); i++) {
                proposal.outcomes().get(i).applied(results.get(i));
            }
            midRun = true;
            if (random.nextInt(3) > 0) {
                endRun();
            }
        }

        private void endRun() {
            if (midRun) {
                midRun = false;
                state.endOfRun();
                if (random.nextInt(3) == 0) {
                    model.check(state, clockMs);
                }
            }
        }

        /** The last proposals of the old leader are lost; the clock of the new one is another one. */
        private void changeLeader() {
            for (int lost = random.nextInt(MAX_UNDER_WAY); lost > 0 && !underWay.isEmpty(); lost--) {
                underWay.removeLast();
            }
            clockMs += random.nextInt(4 * MAX_DELAY_MS) - 2 * MAX_DELAY_MS;
        }

        private void crash() {
            if (random.nextInt(flushEvery) == 0) {
                endRun();
                state.flush();
            }
            midRun = false;
            store = store.crash();
            state = new RingState(store, level -> 0, ApplyListener.NONE);
            for (Entry entry : log) {
                if (entry.index() > state.appliedIndex()) {
                    entry.applyTo(state, ResultSink.NONE);
                }
            }
            state.endOfRun();
            model.check(state, clockMs);
        }

        /** A leader that stays delivers all that is left. */
        private void drain() {
            while (!underWay.isEmpty()) {
                applyNext();
            }
            int before = model.deliveries();
            clockMs += 10L * MAX_DELAY_MS + log.size() * (long) MAX_DELAY_MS;
            endRun();
            while (state.timers().pending() > 0) {
                fire();
                applyNext();
                endRun();
            }
            model.check(state, clockMs);
            model.assertAllDone(set, before);
            assertEquals(model.deliveries(), state.maxOffset("t", 0));
        }
    }
}
