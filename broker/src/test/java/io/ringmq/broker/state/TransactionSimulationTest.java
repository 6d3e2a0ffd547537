package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.store.record.ProposedRecord;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Half messages, some of them sent again, ended by producers, by the answers to questions and by leaders that give up, in
 * any order and more than once; the leaders come and go with clocks that jump, their proposals are lost or overtaken, topics
 * are deleted and made again, and the replica that applies it crashes. After every entry the state must be what {@link
 * TransactionModel} says; in the end each transaction has ended once and its message is there once or, if rolled back, not
 * at all.
 */
class TransactionSimulationTest {
    private static final int DEFAULT_SEED = 20_261_122;
    private static final int DEFAULT_CYCLES = 2_000;
    private static final int STEPS = 120;
    private static final String TOPIC = "t";
    private static final String RESTING = "rest";

    @Test
    void eachEndsOnce() {
        RingSimulation.forSeeds(DEFAULT_SEED, DEFAULT_CYCLES, STEPS, Cycle::new);
    }

    private static final class Cycle extends RingSimulation {
        private final Random random;
        private final TransactionModel model = new TransactionModel();

        private int halves;

        Cycle(Random random) {
            super(random);
            this.random = random;
        }

        @Override
        void begin() {
            apply(topic(TOPIC, true));
            apply(topic(RESTING, true));
        }

        @Override
        void finish() {
            drain();
            model.assertAllEnded();
            model.compareEnds(state().transactions());
        }

        @Override
        void check() {
            model.compare(state().transactions(), nowMs());
        }

        @Override
        void recover() {
            super.recover();
            model.compareEnds(state().transactions());
        }

        @Override
        void step(int action) {
            if (action < 20) {
                propose(half());
            } else if (action < 35) {
                propose(end(anyNumber(), anyOf(TransactionFate.values())));
            } else if (action < 45) {
                propose(ask(anyNumber(), random.nextInt(3)));
            } else if (action < 60) {
                checkDue();
            } else if (action < 85) {
                applyNext();
            } else if (action < 90) {
                pass(random.nextInt(60));
            } else if (action < 92) {
                propose(topic(TOPIC, random.nextBoolean()));
            } else if (action < 95) {
                changeLeader(1_000);
            } else {
                crash();
            }
        }

        private <T> T anyOf(T[] choices) {
            return choices[random.nextInt(choices.length)];
        }

        /** One that is pending or has ended, and now and then one that never was. */
        private long anyNumber() {
            return random.nextInt(halves + 2) - 1L;
        }

        private Proposal topic(String name, boolean exists) {
            ProposedRecord record =
                    exists ? Records.putTopic(TopicConfig.of(name, 1), true) : Records.deleteTopic(name);
            return Proposal.of(record, result -> model.topic(name, exists));
        }

        /** A new one, or one whose producer has lost the answer. */
        private Proposal half() {
            boolean again = halves > 0 && random.nextInt(4) == 0;
            String id = "id" + (again ? random.nextInt(halves) : halves++);
            long firstCheckMs = nowMs() + random.nextInt(100);
            HalfMessage half = new HalfMessage("g", id, firstCheckMs, WireMessages.message(TOPIC, 0, 5, ""));
            return Proposal.of(TransactionRecords.half(half), result -> model.begin(half, result));
        }

        private Proposal end(long number, TransactionFate fate) {
            if (fate == TransactionFate.ROLLED_BACK) {
                TransactionEnd rollback = TransactionEnd.rollback(number);
                return Proposal.of(TransactionRecords.end(rollback), result -> model.end(rollback, result));
            }
            String target = fate == TransactionFate.COMMITTED ? TOPIC : RESTING;
            TransactionEnd end = new TransactionEnd(number, fate, target, 0, 1);
            return new Proposal(
                    List.of(
                            TransactionRecords.end(end),
                            Records.message(WireMessages.message(target, 0, 5, "UNIQ_KEY\1id" + number + "\2"))),
                    List.of(result -> model.end(end, result), model::copy));
        }

        private Proposal ask(long number, int checksBefore) {
            TransactionCheck check = new TransactionCheck(number, checksBefore, nowMs() + random.nextInt(50));
            return Proposal.of(TransactionRecords.check(check), result -> model.check(check, result));
        }

        private void checkDue() {
            for (PendingTransaction half : state().transactions().due(nowMs(), 2)) {
                propose(
                        half.checks() < 3
                                ? ask(half.number(), half.checks())
                                : end(half.number(), TransactionFate.GIVEN_UP));
            }
        }

        /** The leader stays, and asks until it gives up. */
        private void drain() {
            applyAll();
            for (int round = 0; round < 1_000 && !model.pendingNumbers().isEmpty(); round++) {
                pass(10_000);
                checkDue();
                applyNext();
                applyNext();
            }
            assertEquals(0, state().transactions().pendingCount());
        }
    }
}
