package io.ringmq.broker.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.transaction.Transacting.Half;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Producers that commit, roll back, say nothing, contradict themselves, die and come back, through the handlers. What they
 * say first decides; what nobody says rests in the end where people look for it; every message is there once at most.
 */
class TransactionCheckSimulationTest {
    private static final int CYCLES = 60;
    private static final int STEPS = 150;
    private static final int SEED = 4711;
    private static final int MAX_CHECKS = 15;
    private static final long TIMEOUT_MS = 6_000;
    private static final int MAX_PULLED = 32;

    @Test
    void theFirstWordCountsAndSilenceIsAskedAbout() {
        for (int seed = SEED; seed < SEED + CYCLES; seed++) {
            try (TestRing ring = new TestRing()) {
                new Cycle(ring, new Random(seed)).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Cycle {
        private final TestRing ring;
        private final Random random;
        private final List<Transacting> producers = new ArrayList<>();
        private final List<Half> halves = new ArrayList<>();
        private final Map<String, Long> bornMs = new HashMap<>();
        private final Map<String, Integer> asked = new HashMap<>();
        /** What was said first. */
        private final Map<String, Integer> ends = new TreeMap<>();

        Cycle(TestRing ring, Random random) {
            this.ring = ring;
            this.random = random;
        }

        void run() {
            ring.createTopic("t", 1);
            for (int port = 1; port <= 3; port++) {
                producers.add(new Transacting(ring, port));
            }
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
                hear(random.nextInt(10) == 0);
            }
            for (int round = 0; round < 40; round++) {
                ring.timer.advance(30_000);
                hear(false);
            }
            assertEquals(0, ring.view().transactions().pendingCount());
            count();
        }

        private void step(int action) {
            if (action < 35) {
                String id = "m" + halves.size();
                halves.add(producers.get(random.nextInt(producers.size())).begin("t", id, ""));
                bornMs.put(id, ring.timer.millis());
            } else if (action < 60 && !halves.isEmpty()) {
                say(
                        halves.get(random.nextInt(halves.size())),
                        random.nextBoolean() ? Transacting.COMMIT : Transacting.ROLLBACK);
            } else if (action < 70) {
                producers.get(random.nextInt(producers.size())).heartbeat();
            } else if (action < 73) {
                FakeConnection dead = producers.get(random.nextInt(producers.size())).connection;
                ring.ring().connectionListener().closed(dead);
            } else {
                ring.timer.advance(random.nextInt(20_000));
            }
        }

        private void say(Half half, int decision) {
            Reply reply = ring.handle(RequestCode.END_TRANSACTION, half.end(decision));
            Integer first = ends.get(half.id());
            if (first != null) {
                reply.answer(first == decision ? ResponseCode.SUCCESS : ResponseCode.ILLEGAL_OPERATION);
            } else if (reply.answer().code() == ResponseCode.SUCCESS) {
                ends.put(half.id(), decision);
            } else {
                reply.answer(ResponseCode.ILLEGAL_OPERATION);
                assertTrue(isGivenUp(half), half + " was refused");
            }
        }

        private boolean isGivenUp(Half half) {
            return ring.timer.millis() - bornMs.getOrDefault(half.id(), 0L) > MAX_CHECKS * 30_000L;
        }

        private void hear(boolean answer) {
            for (Transacting producer : producers) {
                for (Half half : producer.questions()) {
                    assertTrue(!ends.containsKey(half.id()), half + " has ended");
                    assertTrue(ring.timer.millis() - bornMs.getOrDefault(half.id(), 0L) >= TIMEOUT_MS, "too early");
                    assertTrue(asked.merge(half.id(), 1, Integer::sum) <= MAX_CHECKS, half + " too often");
                    if (answer) {
                        say(half, random.nextBoolean() ? Transacting.COMMIT : Transacting.ROLLBACK);
                    }
                }
            }
        }

        private void count() {
            Map<String, Integer> expected = new TreeMap<>();
            Map<String, Integer> resting = new TreeMap<>();
            for (Half half : halves) {
                Integer end = ends.get(half.id());
                if (end == null) {
                    resting.put(half.id(), 1);
                } else if (end == Transacting.COMMIT) {
                    expected.put(half.id(), 1);
                }
            }
            assertEquals(expected, found("t"));
            assertEquals(resting, found(SystemTopics.TRANSACTION_CHECK_EXCEEDED));
        }

        private Map<String, Integer> found(String topic) {
            Map<String, Integer> found = new TreeMap<>();
            for (long offset = 0; offset < ring.view().maxOffset(topic, 0); offset += MAX_PULLED) {
                Command answer =
                        ring.pull(TestRing.pullHeader(topic, offset, "*")).answer(ResponseCode.SUCCESS);
                for (WireMessage message : TestRing.messages(answer)) {
                    found.merge(TestRing.text(message), 1, Integer::sum);
                }
            }
            return found;
        }
    }
}
