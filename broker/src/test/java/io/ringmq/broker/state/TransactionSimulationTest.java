package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Half messages, some of them sent again, ended by producers, by the answers to questions and by leaders that give up, in
 * any order and more than once; the leaders come and go with clocks that jump, their proposals are lost or overtaken, topics
 * are deleted and made again, and the replica that applies it crashes. After every entry the state must be what {@link
 * TransactionModel} says; in the end each transaction has ended once and its message is there once or, if rolled back, not
 * at all. {@code -Dringmq.sim.seed} repeats one failure, {@code -Dringmq.sim.cycles} asks for more.
 */
class TransactionSimulationTest {
    private static final int DEFAULT_SEED = 20_261_122;
    private static final int DEFAULT_CYCLES = 2_000;
    private static final int STEPS = 120;
    private static final int ENTRY_BYTES = 10_000;
    private static final int MAX_UNDER_WAY = 6;
    private static final String TOPIC = "t";
    private static final String RESTING = "rest";

    @Test
    void eachEndsOnce() {
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

    private static final class Cycle {
        private final Random random;
        private final TransactionModel model = new TransactionModel();
        private final List<Entry> log = new ArrayList<>();
        private final Deque<Proposal> underWay = new ArrayDeque<>();

        private MemoryStateStore store = new MemoryStateStore();
        private RingState state = new RingState(store, level -> 0, ApplyListener.NONE);
        private long clockMs = 1_000_000;
        private int halves;

        Cycle(Random random) {
            this.random = random;
        }

        void run() {
            apply(topic(TOPIC, true));
            apply(topic(RESTING, true));
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
            }
            drain();
            model.assertAllEnded();
            model.compareEnds(state.transactions());
        }

        private void step(int action) {
            if (action < 20) {
                propose(half());
            } else if (action < 35) {
                propose(end(anyNumber(), anyOf(TransactionFate.values())));
            } else if (action < 45) {
                propose(check(anyNumber(), random.nextInt(3)));
            } else if (action < 60) {
                checkDue();
            } else if (action < 85) {
                applyNext();
            } else if (action < 90) {
                clockMs += random.nextInt(60);
            } else if (action < 92) {
                propose(topic(TOPIC, random.nextBoolean()));
            } else if (action < 95) {
                changeLeader();
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

        private void propose(Proposal proposal) {
            if (underWay.size() < MAX_UNDER_WAY) {
                underWay.add(proposal);
            }
        }

        private Proposal topic(String name, boolean exists) {
            ProposedRecord record =
                    exists ? Records.putTopic(TopicConfig.of(name, 1), true) : Records.deleteTopic(name);
            return new Proposal(List.of(record), List.of(result -> model.topic(name, exists)));
        }

        /** A new one, or one whose producer has lost the answer. */
        private Proposal half() {
            boolean again = halves > 0 && random.nextInt(4) == 0;
            String id = "id" + (again ? random.nextInt(halves) : halves++);
            long firstCheckMs = clockMs + random.nextInt(100);
            HalfMessage half = new HalfMessage("g", id, firstCheckMs, WireMessages.message(TOPIC, 0, 5, ""));
            return new Proposal(List.of(TransactionRecords.half(half)), List.of(result -> model.begin(half, result)));
        }

        private Proposal end(long number, TransactionFate fate) {
            if (fate == TransactionFate.ROLLED_BACK) {
                TransactionEnd rollback = TransactionEnd.rollback(number);
                return new Proposal(
                        List.of(TransactionRecords.end(rollback)), List.of(result -> model.end(rollback, result)));
            }
            String target = fate == TransactionFate.COMMITTED ? TOPIC : RESTING;
            TransactionEnd end = new TransactionEnd(number, fate, target, 0, 1);
            return new Proposal(
                    List.of(
                            TransactionRecords.end(end),
                            Records.message(WireMessages.message(target, 0, 5, "UNIQ_KEY\1id" + number + "\2"))),
                    List.of(result -> model.end(end, result), model::copy));
        }

        private Proposal check(long number, int checksBefore) {
            TransactionCheck check = new TransactionCheck(number, checksBefore, clockMs + random.nextInt(50));
            return new Proposal(
                    List.of(TransactionRecords.check(check)), List.of(result -> model.check(check, result)));
        }

        private void checkDue() {
            for (PendingTransaction half : state.transactions().due(clockMs, 2)) {
                propose(
                        half.checks() < 3
                                ? check(half.number(), half.checks())
                                : end(half.number(), TransactionFate.GIVEN_UP));
            }
        }

        private void applyNext() {
            Proposal proposal = underWay.poll();
            if (proposal != null) {
                apply(proposal);
            }
        }

        private void apply(Proposal proposal) {
            long index = log.size() + 1L;
            Entry entry = Entry.of(index, index * ENTRY_BYTES, proposal.records());
            log.add(entry);
            List<ApplyResult> results = new ArrayList<>();
            entry.applyTo(state, (ordinal, result) -> results.add(result));
            state.endOfRun();
            for (int i = 0; i < results.size(); i++) {
                proposal.outcomes().get(i).applied(results.get(i));
            }
            model.compare(state.transactions(), clockMs);
        }

        /** The last proposals of the old leader are lost; the clock of the new one is another one. */
        private void changeLeader() {
            for (int lost = random.nextInt(MAX_UNDER_WAY); lost > 0 && !underWay.isEmpty(); lost--) {
                underWay.removeLast();
            }
            clockMs += random.nextInt(2_000) - 1_000;
        }

        private void crash() {
            if (random.nextBoolean()) {
                state.flush();
            }
            store = store.crash();
            state = new RingState(store, level -> 0, ApplyListener.NONE);
            for (Entry entry : log) {
                if (entry.index() > state.appliedIndex()) {
                    entry.applyTo(state, ResultSink.NONE);
                }
            }
            state.endOfRun();
            model.compare(state.transactions(), clockMs);
            model.compareEnds(state.transactions());
        }

        /** The leader stays, and asks until it gives up. */
        private void drain() {
            while (!underWay.isEmpty()) {
                applyNext();
            }
            for (int round = 0; round < 1_000 && !model.pendingNumbers().isEmpty(); round++) {
                clockMs += 10_000;
                checkDue();
                applyNext();
                applyNext();
            }
            assertEquals(0, state.transactions().pendingCount());
        }
    }
}
