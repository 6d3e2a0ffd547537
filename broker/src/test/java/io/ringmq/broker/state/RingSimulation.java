package io.ringmq.broker.state;

import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What simulations of a ring's state have in common: leaders who come and go with clocks of their own, and whose proposals
 * are lost, or overtaken by what they had not seen; and a replica that applies what is left, and crashes. A simulation
 * adds what is proposed, and a model to compare the state with. {@code -Dringmq.sim.seed} repeats one failure,
 * {@code -Dringmq.sim.cycles} asks for more.
 */
abstract class RingSimulation {
    private static final int ENTRY_BYTES = 10_000;
    private static final int MAX_UNDER_WAY = 6;

    private final Random random;
    private final List<Entry> log = new ArrayList<>();
    private final Deque<Proposal> underWay = new ArrayDeque<>();
    private MemoryStateStore store = new MemoryStateStore();
    private RingState state = new RingState(store, level -> 0, ApplyListener.NONE);
    private long nowMs = 1_000_000;

    /** Hears how a record was applied. */
    interface Outcome {
        void applied(ApplyResult result);
    }

    /** Records for one entry, each with who hears of it; nothing is proposed if there are none. */
    record Proposal(List<ProposedRecord> records, List<Outcome> outcomes) {
        static Proposal of(ProposedRecord record, Outcome outcome) {
            return new Proposal(List.of(record), List.of(outcome));
        }
    }

    RingSimulation(Random random) {
        this.random = random;
    }

    /** Runs a simulation for each of some seeds; a failure names its seed. */
    static void forSeeds(int defaultSeed, int defaultCycles, int steps, Function<Random, RingSimulation> simulation) {
        int firstSeed = Integer.getInteger("ringmq.sim.seed", defaultSeed);
        int cycles = Integer.getInteger("ringmq.sim.cycles", defaultCycles);
        for (int seed = firstSeed; seed < firstSeed + cycles; seed++) {
            try {
                simulation.apply(new Random(seed)).run(steps);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dringmq.sim.seed=" + seed + " -Dringmq.sim.cycles=1", e);
            }
        }
    }

    private void run(int steps) {
        begin();
        for (int step = 0; step < steps; step++) {
            step(random.nextInt(100));
        }
        finish();
    }

    /** Makes topics and the like. */
    abstract void begin();

    /** Does one thing, which follows from a number below 100. */
    abstract void step(int action);

    /** Compares the state with the model; after each entry, and after each crash. */
    abstract void check();

    /** Has a leader stay until nothing is left to be done, and checks that. */
    abstract void finish();

    /** The state as the leader sees it now; by the time its proposal is applied it may be another. */
    RingState state() {
        return state;
    }

    /** The leader's clock. */
    long nowMs() {
        return nowMs;
    }

    void pass(long ms) {
        nowMs += ms;
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    void propose(Proposal proposal) {
        if (underWay.size() < MAX_UNDER_WAY && !proposal.records().isEmpty()) {
            underWay.add(proposal);
        }
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    long entries() {
        return log.size();
    }

    void applyNext() {
        Proposal proposal = underWay.poll();
        if (proposal != null) {
            apply(proposal);
        }
    }

    void applyAll() {
        while (!underWay.isEmpty()) {
            applyNext();
        }
    }

    void apply(Proposal proposal) {
        long index = log.size() + 1L;
        Entry entry = Entry.of(index, index * ENTRY_BYTES, proposal.records());
        log.add(entry);
        List<ApplyResult> results = new ArrayList<>();
        entry.applyTo(state, (ordinal, result) -> results.add(result));
        for (int i = 0; i < results.size(); i++) {
            proposal.outcomes().get(i).applied(results.get(i));
        }
        applied();
    }

    /** An entry was applied, which ends the run of entries, unless a simulation has longer ones. */
    void applied() {
        state.endOfRun();
        check();
    }

    /** The last proposals of the old leader are lost; the clock of the new one is another one. */
    void changeLeader(int maxJumpMs) {
        for (int lost = random.nextInt(MAX_UNDER_WAY); lost > 0 && !underWay.isEmpty(); lost--) {
            underWay.removeLast();
        }
        nowMs += random.nextInt(2 * maxJumpMs) - maxJumpMs;
    }

    /** The replica loses what it has not flushed. */
    void crash() {
        if (random.nextBoolean()) {
            state.flush();
        }
        recover();
    }

    /** Applies again what was not flushed. */
    void recover() {
        store = store.crash();
        state = new RingState(store, level -> 0, ApplyListener.NONE);
        for (Entry entry : log) {
            if (entry.index() > state.appliedIndex()) {
                entry.applyTo(state, ResultSink.NONE);
            }
        }
        state.endOfRun();
        check();
    }
}
