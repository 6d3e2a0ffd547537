package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.PopView.PoppedMessages;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random pops, acknowledgements, changes and revivals, decided by leaders who come and go with clocks of their own and
 * whose proposals are lost or overtaken by what they had not seen; applied by a replica that crashes. After every entry
 * the state must be what {@link PopModel} says; in the end every message was consumed by each group exactly once, as its
 * consumers acknowledge no more than once. {@code -Dringmq.sim.seed} repeats one failure, {@code -Dringmq.sim.cycles}
 * asks for more.
 */
class PopSimulationTest {
    private static final int DEFAULT_SEED = 20_261_122;
    private static final int DEFAULT_CYCLES = 60;
    private static final int STEPS = 400;
    private static final int ENTRY_BYTES = 10_000;
    private static final int MAX_UNDER_WAY = 6;
    private static final List<String> GROUPS = List.of("g", "h");
    private static final List<GroupQueue> QUEUES = List.of(
            new GroupQueue("g", "t", 0),
            new GroupQueue("g", "t", 1),
            new GroupQueue("g", "%RETRY%g+t", 0),
            new GroupQueue("h", "t", 0),
            new GroupQueue("h", "t", 1),
            new GroupQueue("h", "%RETRY%h+t", 0));

    @Test
    void nothingIsLostAndNothingDoubled() {
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

    /** What a consumer holds. */
    private record Held(PopBatch batch, long offset) {}

    /** Hears how a record was applied. */
    private interface Outcome {
        void applied(ApplyResult result);
    }

    private record Proposal(List<ProposedRecord> records, List<Outcome> outcomes) {}

    private static final class Cycle {
        private final Random random;
        private final PopModel model = new PopModel();
        private final List<Entry> log = new ArrayList<>();
        private final Deque<Proposal> underWay = new ArrayDeque<>();
        private final List<Held> held = new ArrayList<>();
        /** The message whose copy is the next record. */
        private final Deque<String> revived = new ArrayDeque<>();

        private MemoryStateStore store = new MemoryStateStore();
        private RingState state = new RingState(store, level -> 0, ApplyListener.NONE);
        private long clockMs = 1_000_000;
        private int messages;

        Cycle(Random random) {
            this.random = random;
        }

        void run() {
            List<ProposedRecord> topics = new ArrayList<>();
            topics.add(Records.putTopic(TopicConfig.of("t", 2), true));
            GROUPS.forEach(group -> topics.add(Records.putTopic(TopicConfig.of(retry(group), 1), true)));
            apply(new Proposal(topics, topics.stream().map(topic -> ignored()).toList()));
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
            }
            drain();
            model.assertAllConsumed();
        }

        private static Outcome ignored() {
            return result -> {};
        }

        private static String retry(String group) {
            return "%RETRY%" + group + "+t";
        }

        private void step(int action) {
            if (action < 15) {
                send();
            } else if (action < 35) {
                propose(pop(any(QUEUES)));
            } else if (action < 50) {
                acknowledge();
            } else if (action < 58) {
                change();
            } else if (action < 66) {
                propose(revival());
            } else if (action < 90) {
                applyNext();
            } else if (action < 94) {
                clockMs += random.nextInt(60);
            } else if (action < 96) {
                changeLeader();
            } else {
                crash();
            }
        }

        private <T> T any(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }

        private void propose(Proposal proposal) {
            if (underWay.size() < MAX_UNDER_WAY && !proposal.records().isEmpty()) {
                underWay.add(proposal);
            }
        }

        private void send() {
            String id = "m" + messages++;
            int queueId = random.nextInt(2);
            Outcome outcome = result -> {
                long offset = ((ApplyResult.AppendedMessage) result).queueOffset();
                for (String group : GROUPS) {
                    model.stored(new PopModel.Place(new GroupQueue(group, "t", queueId), offset), id + "@" + group);
                }
            };
            propose(new Proposal(List.of(message("t", queueId)), List.of(outcome)));
        }

        private static ProposedRecord message(String topic, int queueId) {
            return Records.message(WireMessages.message(topic, queueId, 5, ""));
        }

        private Proposal pop(GroupQueue queue) {
            long expected = state.pops().nextPopOffset(queue);
            List<QueueEntry> entries =
                    state.read(queue.topic(), queue.queueId(), Math.max(0, expected), 1 + random.nextInt(4));
            if (entries.isEmpty()) {
                return new Proposal(List.of(), List.of());
            }
            long next = entries.get(entries.size() - 1).queueOffset() + 1;
            List<Long> offsets = entries.stream().map(QueueEntry::queueOffset).toList();
            PopTake take = new PopTake(queue, expected, next, clockMs, random.nextInt(100), offsets);
            Outcome outcome = result -> {
                model.take(take, result);
                if (result instanceof ApplyResult.Applied && random.nextInt(10) > 0) {
                    offsets.forEach(offset -> held.add(new Held(take.batch(), offset)));
                }
            };
            return new Proposal(List.of(PopRecords.take(take)), List.of(outcome));
        }

        /** A consumer shows a handle that may be old; it keeps it now and then, to show it again. */
        private void acknowledge() {
            if (held.isEmpty()) {
                return;
            }
            Held shown = any(held);
            if (random.nextInt(4) > 0) {
                held.remove(shown);
            }
            propose(ack(shown));
        }

        private Proposal ack(Held shown) {
            PopAck ack = new PopAck(shown.batch(), List.of(shown.offset()));
            return new Proposal(List.of(PopRecords.ack(ack)), List.of(result -> model.ack(ack, result)));
        }

        private void change() {
            if (held.isEmpty()) {
                return;
            }
            Held shown = any(held);
            long popTimeMs = Math.max(clockMs, shown.batch().popTimeMs() + 1);
            PopChange change = new PopChange(shown.batch(), shown.offset(), popTimeMs, random.nextInt(50));
            Outcome outcome = result -> {
                model.change(change, result);
                if (result instanceof ApplyResult.Applied) {
                    PopBatch renamed = new PopBatch(shown.batch().queue(), shown.offset(), popTimeMs);
                    held.add(new Held(renamed, shown.offset()));
                }
            };
            propose(new Proposal(List.of(PopRecords.change(change)), List.of(outcome)));
        }

        private Proposal revival() {
            List<ProposedRecord> records = new ArrayList<>();
            List<Outcome> outcomes = new ArrayList<>();
            for (PoppedMessages due : state.pops().due(clockMs, 2)) {
                GroupQueue copies = new GroupQueue(
                        due.batch().queue().group(), retry(due.batch().queue().group()), 0);
                for (long offset : due.offsets()) {
                    PopRevival revival = new PopRevival(due.batch(), offset, copies.topic(), 0, 1);
                    records.add(PopRecords.revive(revival));
                    outcomes.add(result -> revived.addAll(model.revive(revival, result)));
                    records.add(message(copies.topic(), 0));
                    outcomes.add(result -> {
                        assertEquals(revived.isEmpty(), result instanceof ApplyResult.Skipped);
                        if (result instanceof ApplyResult.AppendedMessage copy) {
                            model.stored(new PopModel.Place(copies, copy.queueOffset()), revived.remove());
                        }
                    });
                }
            }
            return new Proposal(records, outcomes);
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
            model.check(state, QUEUES, clockMs);
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
            model.check(state, QUEUES, clockMs);
        }

        /** Consumers take what is left, now without failing, and everything that is in flight comes back to them. */
        private void drain() {
            for (int round = 0; round < 10 * messages + 10 && !isDrained(); round++) {
                while (!underWay.isEmpty()) {
                    applyNext();
                }
                clockMs += 10_000;
                propose(revival());
                applyNext();
                held.clear();
                for (GroupQueue queue : QUEUES) {
                    propose(pop(queue));
                    applyNext();
                }
                for (Held left : List.copyOf(held)) {
                    propose(ack(left));
                    applyNext();
                }
            }
            assertTrue(isDrained(), state.pops().due(Long.MAX_VALUE, 9).toString());
        }

        private boolean isDrained() {
            return underWay.isEmpty()
                    && state.pops().inFlight() == 0
                    && QUEUES.stream()
                            .allMatch(queue -> state.maxOffset(queue.topic(), queue.queueId())
                                    <= Math.max(0, state.pops().nextPopOffset(queue)));
        }
    }
}
