package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.PoppedInOrder;
import io.ringmq.broker.state.ApplyResult.Resolved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random pops in order, acknowledgements and changes, decided by leaders that come and go with clocks of their own and
 * whose proposals are lost or overtaken; applied by a replica that crashes. What must hold, whoever decided: a message is
 * handed out only when every one before it in its queue is acknowledged or handed out with it, in their order; while any
 * message of a queue is in flight and invisible, only the attempt that has it gets it again; and in the end all is
 * acknowledged.
 */
class OrderedPopSimulationTest {
    private static final int DEFAULT_SEED = 19_700_101;
    private static final int DEFAULT_CYCLES = 60;
    private static final int STEPS = 400;
    private static final List<GroupQueue> QUEUES =
            List.of(new GroupQueue("g", "t", 0), new GroupQueue("g", "t", 1), new GroupQueue("h", "t", 0));

    @Test
    void orderIsKeptAndNothingIsLost() {
        RingSimulation.forSeeds(DEFAULT_SEED, DEFAULT_CYCLES, STEPS, Cycle::new);
    }

    /** What a consumer holds. */
    private record Held(PopBatch batch, long offset) {}

    /** What is true of one queue of one group. */
    private static final class Model {
        private final Set<Long> acknowledged = new HashSet<>();
        /** Of the last pop: when each message is visible again. */
        private final Map<Long, Long> visibleMs = new HashMap<>();

        private String attemptId = "";
        private long popTimeMs = Long.MIN_VALUE;

        void popped(PopOrderedTake ordered) {
            PopTake take = ordered.take();
            long first = take.offsets().get(0);
            for (long before = 0; before < first; before++) {
                assertTrue(acknowledged.contains(before), before + " was left behind by " + take);
            }
            for (int i = 0; i < take.offsets().size(); i++) {
                assertEquals(first + i, take.offsets().get(i), "a gap in " + take);
            }
            boolean same = !attemptId.isEmpty() && attemptId.equals(ordered.attemptId());
            visibleMs.forEach((offset, atMs) -> assertTrue(
                    same || acknowledged.contains(offset) || atMs <= take.popTimeMs(),
                    () -> offset + " is invisible until " + atMs + " and handed out by " + take));
            assertTrue(
                    take.popTimeMs() > popTimeMs || visibleMs.keySet().stream().allMatch(acknowledged::contains));
            visibleMs.clear();
            take.offsets().forEach(offset -> visibleMs.put(offset, take.popTimeMs() + take.invisibleMs()));
            // From here on all is handed out again.
            acknowledged.removeIf(offset -> offset >= first);
            attemptId = ordered.attemptId();
            popTimeMs = take.popTimeMs();
        }

        boolean holds(PopBatch batch, long offset) {
            return batch.popTimeMs() == popTimeMs && visibleMs.containsKey(offset) && !isOver();
        }

        private boolean isOver() {
            return acknowledged.containsAll(visibleMs.keySet());
        }

        long firstOpen() {
            long first = 0;
            while (acknowledged.contains(first)) {
                first++;
            }
            return first;
        }
    }

    private static final class Cycle extends RingSimulation {
        private final Random random;
        private final Map<GroupQueue, Model> models = new HashMap<>();
        private final List<Held> held = new ArrayList<>();
        private int granted;

        Cycle(Random random) {
            super(random);
            this.random = random;
            QUEUES.forEach(queue -> models.put(queue, new Model()));
        }

        @Override
        void begin() {
            apply(Proposal.of(Records.putTopic(TopicConfig.of("t", 2), true), result -> {}));
        }

        @Override
        void finish() {
            drain();
            assertTrue(granted > 10, "next to nothing was popped");
        }

        private Model model(GroupQueue queue) {
            return models.computeIfAbsent(queue, key -> new Model());
        }

        @Override
        void step(int action) {
            if (action < 15) {
                propose(Proposal.of(
                        Records.message(WireMessages.message("t", random.nextInt(2), 5, "")), result -> {}));
            } else if (action < 35) {
                pop(any(QUEUES), nowMs());
            } else if (action < 55 && !held.isEmpty()) {
                acknowledge(any(held));
            } else if (action < 62 && !held.isEmpty()) {
                change(any(held));
            } else if (action < 90) {
                applyNext();
            } else if (action < 94) {
                pass(random.nextInt(60));
            } else if (action < 96) {
                changeLeader(100);
            } else {
                crash();
            }
        }

        /** The leader sees the state as it is now; by the time this is applied it may be another. */
        private void pop(GroupQueue queue, long nowMs) {
            long expected = state().pops().nextPopOffset(queue);
            long from = Math.max(0, expected);
            int count = (int) Math.min(1 + random.nextInt(4), state().maxOffset("t", queue.queueId()) - from);
            if (count <= 0) {
                return;
            }
            List<Long> offsets = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                offsets.add(from + i);
            }
            PopTake take = new PopTake(queue, expected, from + count, nowMs, 1 + random.nextInt(100), offsets);
            PopOrderedTake ordered = new PopOrderedTake(take, any(List.of("", "a", "b")));
            propose(Proposal.of(PopRecords.takeInOrder(ordered), result -> {
                if (result instanceof PoppedInOrder) {
                    granted++;
                    model(queue).popped(ordered);
                    offsets.forEach(offset -> held.add(new Held(take.batch(), offset)));
                }
            }));
        }

        /** The handle may be old, and it may be shown again. */
        private void acknowledge(Held shown) {
            if (random.nextInt(4) > 0) {
                held.remove(shown);
            }
            PopAck ack = new PopAck(shown.batch(), List.of(shown.offset()));
            propose(Proposal.of(PopRecords.ackInOrder(ack), result -> {
                Model model = model(shown.batch().queue());
                boolean good = model.holds(shown.batch(), shown.offset());
                assertEquals(new Resolved(good ? 1 : 0), result, shown.toString());
                if (good) {
                    model.acknowledged.add(shown.offset());
                }
            }));
        }

        private void change(Held shown) {
            PopChange change = new PopChange(shown.batch(), shown.offset(), nowMs(), random.nextInt(80));
            propose(Proposal.of(PopRecords.changeInOrder(change), result -> {
                Model model = model(shown.batch().queue());
                boolean good =
                        model.holds(shown.batch(), shown.offset()) && !model.acknowledged.contains(shown.offset());
                assertEquals(good, result instanceof Applied, shown.toString());
                if (good) {
                    model.visibleMs.put(shown.offset(), change.popTimeMs() + change.invisibleMs());
                }
            }));
        }

        @Override
        void check() {
            long inFlight = 0;
            for (GroupQueue queue : QUEUES) {
                Model model = model(queue);
                long left = model.visibleMs.keySet().stream()
                        .filter(offset -> !model.acknowledged.contains(offset))
                        .count();
                inFlight += left;
                assertEquals(left, state().pops().inFlight(queue), queue.toString());
                long next = Math.max(0, state().pops().nextPopOffset(queue));
                assertEquals(model.firstOpen(), next, queue.toString());
                assertEquals(next, Math.max(0, state().committedOffset(queue.group(), "t", queue.queueId())));
            }
            assertEquals(inFlight, state().pops().inFlight());
            assertEquals(PopView.NOTHING_IN_FLIGHT, state().pops().earliestDueMs());
        }

        /** Consumers go on without failing until each queue is done. */
        private void drain() {
            for (int round = 0; round < 10 * STEPS && !isDrained(); round++) {
                applyAll();
                pass(1_000);
                held.clear();
                QUEUES.forEach(queue -> pop(queue, nowMs()));
                applyAll();
                for (Held left : List.copyOf(held)) {
                    acknowledge(left);
                    applyNext();
                }
            }
            assertTrue(isDrained(), QUEUES.toString());
        }

        private boolean isDrained() {
            return isIdle()
                    && QUEUES.stream()
                            .allMatch(queue -> state().pops().ordered(queue) == null
                                    && Math.max(0, state().pops().nextPopOffset(queue))
                                            == state().maxOffset("t", queue.queueId()));
        }
    }
}
