package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.QueuesLocked;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Consumers that hold and lose one queue, as stock consumers do, while leaders come and go whose clocks have nothing to
 * do with each other and run at rates of their own. Whatever happens, no two consumers take the queue for theirs at the
 * same time. A failure prints its seed: {@code -Dringmq.sim.seed} repeats it.
 */
class LockSafetySimulationTest {
    private static final long DEFAULT_SEED = 4_711;
    private static final int SEEDS = 200;
    private static final int STEPS = 1_500;
    private static final int NODES = 3;
    private static final int CONSUMERS = 3;
    /** How long a stock consumer trusts an answer, and how long it waits for it. */
    private static final long TRUST_MS = 30_000;

    private static final long PATIENCE_MS = 1_000;
    private static final TopicQueue QUEUE = new TopicQueue("t", 0);

    private static final class Node {
        private final long startMs;
        private final double rate;

        Node(Random random) {
            startMs = random.nextInt(Integer.MAX_VALUE);
            rate = 0.9 + random.nextDouble() * 0.2;
        }

        long uptimeMs(long trueMs) {
            return startMs + (long) (trueMs * rate);
        }
    }

    private static final class Consumer {
        private final String id;
        private final double rate;
        private long trustsUntilMs = -1;

        Consumer(String id, Random random) {
            this.id = id;
            rate = 0.9 + random.nextDouble() * 0.2;
        }

        boolean owns(long trueMs) {
            return trueMs < trustsUntilMs;
        }
    }

    /** A request that a leader has taken, and that is applied in a while if the leader leads that long. */
    private record UnderWay(Consumer consumer, ProposedRecord record, long term, long sentMs, long appliedMs) {}

    @Test
    void noQueueHasTwoOwnersWhateverTheClocks() {
        String given = System.getProperty("ringmq.sim.seed", "");
        long first = given.isEmpty() ? DEFAULT_SEED : Long.parseLong(given);
        int handOvers = 0;
        for (long seed = first; seed < first + (given.isEmpty() ? SEEDS : 1); seed++) {
            handOvers += new Run(seed).play();
        }
        assertTrue(handOvers > SEEDS / 2, "queues change hands: " + handOvers);
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final RingState state = new RingState(new MemoryStateStore(), level -> 0, ApplyListener.NONE);
        private final List<Node> nodes = new ArrayList<>();
        private final List<Consumer> consumers = new ArrayList<>();
        private final List<UnderWay> underWay = new ArrayList<>();
        private long nowMs;
        private long index;
        private long term = 1;
        private Node leader;
        private @Nullable Consumer lastOwner;
        private int handOvers;

        Run(long seed) {
            this.seed = seed;
            random = new Random(seed);
            for (int i = 0; i < NODES; i++) {
                nodes.add(new Node(random));
            }
            for (int i = 0; i < CONSUMERS; i++) {
                consumers.add(new Consumer("c" + i, random));
            }
            leader = nodes.get(0);
            apply(Records.putTopic(TopicConfig.of("t", 1), false));
        }

        int play() {
            for (int step = 0; step < STEPS; step++) {
                nowMs += random.nextInt(random.nextInt(50) == 0 ? 70_000 : 3_000);
                applyWhatIsDue();
                act(random.nextInt(100));
            }
            return handOvers;
        }

        private void act(int action) {
            Consumer consumer = consumers.get(random.nextInt(CONSUMERS));
            if (action < 75) {
                ask(consumer);
            } else if (action < 85) {
                giveBack(consumer);
            } else if (action < 92) {
                apply(Records.expireLocks(time()));
            } else {
                fail();
            }
        }

        private LeaderTime time() {
            return new LeaderTime(term, leader.uptimeMs(nowMs));
        }

        private void ask(Consumer consumer) {
            ProposedRecord record = Records.lockQueues(new LockRequest("g", consumer.id, List.of(QUEUE), time()));
            underWay.add(new UnderWay(consumer, record, term, nowMs, nowMs + random.nextInt(2_000)));
        }

        private void giveBack(Consumer consumer) {
            boolean told = random.nextBoolean();
            consumer.trustsUntilMs = nowMs;
            // A request of its own that is still under way was sent before, and goes before.
            underWay.removeIf(request -> request.consumer() == consumer);
            if (told) {
                apply(Records.unlockQueues(new UnlockRequest("g", consumer.id, List.of(QUEUE))));
            }
        }

        /** Another node, or the same again, leads; what was not committed is lost. */
        private void fail() {
            term++;
            leader = nodes.get(random.nextInt(NODES));
            underWay.clear();
        }

        private void applyWhatIsDue() {
            underWay.sort((a, b) -> Long.compare(a.appliedMs(), b.appliedMs()));
            while (!underWay.isEmpty() && underWay.get(0).appliedMs() <= nowMs) {
                UnderWay request = underWay.remove(0);
                ApplyResult result = apply(request.record());
                boolean granted =
                        result instanceof QueuesLocked locked && locked.epochs().get(0) > 0;
                if (granted && request.appliedMs() - request.sentMs() <= PATIENCE_MS) {
                    trust(request.consumer(), request.appliedMs());
                }
            }
        }

        private void trust(Consumer consumer, long answeredMs) {
            for (Consumer other : consumers) {
                assertTrue(
                        other == consumer || !other.owns(answeredMs),
                        () -> "seed " + seed + ": at " + answeredMs + " " + consumer.id + " gets the queue that "
                                + other.id + " holds until " + other.trustsUntilMs);
            }
            consumer.trustsUntilMs = answeredMs + (long) (TRUST_MS / consumer.rate);
            handOvers += lastOwner == consumer ? 0 : 1;
            lastOwner = consumer;
        }

        private ApplyResult apply(ProposedRecord record) {
            List<ApplyResult> results = new ArrayList<>();
            index++;
            Entry.of(index, term, index * 1_000, List.of(record))
                    .applyTo(state, (ordinal, result) -> results.add(result));
            state.endOfRun();
            return results.get(0);
        }
    }
}
