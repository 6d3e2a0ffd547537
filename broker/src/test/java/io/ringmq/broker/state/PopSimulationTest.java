package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.PopView.PoppedMessages;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.record.ProposedRecord;
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
 * consumers acknowledge no more than once.
 */
class PopSimulationTest {
    private static final int DEFAULT_SEED = 20_261_122;
    private static final int DEFAULT_CYCLES = 60;
    private static final int STEPS = 400;
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
        RingSimulation.forSeeds(DEFAULT_SEED, DEFAULT_CYCLES, STEPS, Cycle::new);
    }

    /** What a consumer holds. */
    private record Held(PopBatch batch, long offset) {}

    private static final class Cycle extends RingSimulation {
        private final Random random;
        private final PopModel model = new PopModel();
        private final List<Held> held = new ArrayList<>();
        /** The message whose copy is the next record. */
        private final Deque<String> revived = new ArrayDeque<>();

        private int messages;

        Cycle(Random random) {
            super(random);
            this.random = random;
        }

        @Override
        void begin() {
            List<ProposedRecord> topics = new ArrayList<>();
            topics.add(Records.putTopic(TopicConfig.of("t", 2), true));
            GROUPS.forEach(group -> topics.add(Records.putTopic(TopicConfig.of(retry(group), 1), true)));
            apply(new Proposal(topics, topics.stream().map(topic -> ignored()).toList()));
        }

        @Override
        void finish() {
            drain();
            model.assertAllConsumed();
        }

        @Override
        void check() {
            model.check(state(), QUEUES, nowMs());
        }

        private static Outcome ignored() {
            return result -> {};
        }

        private static String retry(String group) {
            return "%RETRY%" + group + "+t";
        }

        @Override
        void step(int action) {
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
                pass(random.nextInt(60));
            } else if (action < 96) {
                changeLeader(1_000);
            } else {
                crash();
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
            propose(Proposal.of(message("t", queueId), outcome));
        }

        private static ProposedRecord message(String topic, int queueId) {
            return Records.message(WireMessages.message(topic, queueId, 5, ""));
        }

        private Proposal pop(GroupQueue queue) {
            long expected = state().pops().nextPopOffset(queue);
            List<QueueEntry> entries =
                    state().read(queue.topic(), queue.queueId(), Math.max(0, expected), 1 + random.nextInt(4));
            if (entries.isEmpty()) {
                return new Proposal(List.of(), List.of());
            }
            long next = entries.get(entries.size() - 1).queueOffset() + 1;
            List<Long> offsets = entries.stream().map(QueueEntry::queueOffset).toList();
            PopTake take = new PopTake(queue, expected, next, nowMs(), random.nextInt(100), offsets);
            Outcome outcome = result -> {
                model.take(take, result);
                if (result instanceof ApplyResult.Applied && random.nextInt(10) > 0) {
                    offsets.forEach(offset -> held.add(new Held(take.batch(), offset)));
                }
            };
            return Proposal.of(PopRecords.take(take), outcome);
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
            return Proposal.of(PopRecords.ack(ack), result -> model.ack(ack, result));
        }

        private void change() {
            if (held.isEmpty()) {
                return;
            }
            Held shown = any(held);
            long popTimeMs = Math.max(nowMs(), shown.batch().popTimeMs() + 1);
            PopChange change = new PopChange(shown.batch(), shown.offset(), popTimeMs, random.nextInt(50));
            Outcome outcome = result -> {
                model.change(change, result);
                if (result instanceof ApplyResult.Applied) {
                    PopBatch renamed = new PopBatch(shown.batch().queue(), shown.offset(), popTimeMs);
                    held.add(new Held(renamed, shown.offset()));
                }
            };
            propose(Proposal.of(PopRecords.change(change), outcome));
        }

        private Proposal revival() {
            List<ProposedRecord> records = new ArrayList<>();
            List<Outcome> outcomes = new ArrayList<>();
            for (PoppedMessages due : state().pops().due(nowMs(), 2)) {
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

        /** Consumers take what is left, now without failing, and everything that is in flight comes back to them. */
        private void drain() {
            for (int round = 0; round < 10 * messages + 10 && !isDrained(); round++) {
                applyAll();
                pass(10_000);
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
            assertTrue(isDrained(), state().pops().due(Long.MAX_VALUE, 9).toString());
        }

        private boolean isDrained() {
            return isIdle()
                    && state().pops().inFlight() == 0
                    && QUEUES.stream()
                            .allMatch(queue -> state().maxOffset(queue.topic(), queue.queueId())
                                    <= Math.max(0, state().pops().nextPopOffset(queue)));
        }
    }
}
