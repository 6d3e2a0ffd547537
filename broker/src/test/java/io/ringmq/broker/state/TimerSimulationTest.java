package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.TimerView.PendingTimer;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Timed messages set, recalled and delivered at random, by leaders who come and go with clocks of their own and whose
 * proposals are lost or overtaken; applied in runs of random length by a replica that crashes. The state must be what
 * {@link TimerModel} says; in the end every message was delivered once or recalled.
 */
class TimerSimulationTest {
    private static final int DEFAULT_SEED = 20_261_122;
    private static final int DEFAULT_CYCLES = 2_000;
    private static final int STEPS = 80;
    private static final int MAX_DELAY_MS = 200;
    private static final int IDS = 5;

    @Test
    void eachIsDeliveredOnceOrRecalled() {
        RingSimulation.forSeeds(DEFAULT_SEED, DEFAULT_CYCLES, STEPS, Cycle::new);
    }

    private record Known(long dueMs, String id) {}

    private static final class Cycle extends RingSimulation {
        private final Random random;
        private final TimerModel model = new TimerModel();
        private final List<Known> handles = new ArrayList<>();
        private final int flushEvery;

        private int set;
        private boolean midRun;

        Cycle(Random random) {
            super(random);
            this.random = random;
            this.flushEvery = 1 + random.nextInt(4);
        }

        @Override
        void begin() {
            apply(Proposal.of(Records.putTopic(TopicConfig.of("t", 1), true), result -> {}));
        }

        @Override
        void check() {
            model.check(state(), nowMs());
        }

        @Override
        void step(int action) {
            if (action < 30) {
                set();
            } else if (action < 42) {
                recall();
            } else if (action < 57) {
                fire();
            } else if (action < 85) {
                applyNext();
            } else if (action < 92) {
                pass(random.nextInt(MAX_DELAY_MS));
            } else if (action < 96) {
                changeLeader(2 * MAX_DELAY_MS);
            } else {
                crash();
            }
        }

        /** Few ids and few times, so that messages meet that differ in one of them only. */
        private void set() {
            long dueMs = nowMs() + 1 + random.nextInt(4) * (MAX_DELAY_MS / 4L);
            String id = "id" + random.nextInt(IDS);
            ProposedRecord record = TimerRecords.set(
                    dueMs, TimerRecords.idHash("t", id), WireMessages.message("t", 0, 5, "UNIQ_KEY\1" + id + "\2"));
            propose(Proposal.of(record, result -> {
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
            propose(Proposal.of(TimerRecords.recall(recall), result -> {
                boolean claimsNothingWasDelivered = result.equals(new ApplyResult.Applied(false));
                assertFalse(claimsNothingWasDelivered && model.wasDelivered(recall.dueMs()), recall::toString);
                model.recall(recall, result);
            }));
        }

        private void fire() {
            endRun();
            List<ProposedRecord> records = new ArrayList<>();
            List<Outcome> outcomes = new ArrayList<>();
            long decidedMs = nowMs();
            List<PendingTimer> due = state().timers()
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
            propose(new Proposal(records, outcomes));
        }

        /** Runs have several entries. */
        @Override
        void applied() {
            midRun = true;
            if (random.nextInt(3) > 0) {
                endRun();
            }
        }

        private void endRun() {
            if (midRun) {
                midRun = false;
                state().endOfRun();
                if (random.nextInt(3) == 0) {
                    check();
                }
            }
        }

        @Override
        void crash() {
            if (random.nextInt(flushEvery) == 0) {
                endRun();
                state().flush();
            }
            midRun = false;
            recover();
        }

        /** A leader that stays delivers all that is left. */
        @Override
        void finish() {
            applyAll();
            int before = model.deliveries();
            pass(10L * MAX_DELAY_MS + entries() * MAX_DELAY_MS);
            endRun();
            while (state().timers().pending() > 0) {
                fire();
                applyNext();
                endRun();
            }
            check();
            model.assertAllDone(set, before);
            assertEquals(model.deliveries(), state().maxOffset("t", 0));
        }
    }
}
