package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.Family;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Producers that repeat their sends at random, under leaders who come and go with clocks of their own and whose proposals
 * are lost, applied by a replica that crashes. What becomes of each record must be what a map of all that was stored says,
 * which forgets by whole entries; a replica that applies the log without crashes must hold the same in the end. {@code
 * -Dringmq.sim.seed} repeats one failure, {@code -Dringmq.sim.cycles} asks for more.
 */
class SendOnceSimulationTest {
    private static final int DEFAULT_SEED = 20_261_120;
    private static final int DEFAULT_CYCLES = 60;
    private static final int STEPS = 400;
    private static final int MAX_UNDER_WAY = 6;
    private static final List<String> TOPICS = List.of("t", "u");

    @Test
    void whatIsRepeatedIsStoredOnce() {
        int firstSeed = Integer.getInteger("ringmq.sim.seed", DEFAULT_SEED);
        int cycles = Integer.getInteger("ringmq.sim.cycles", DEFAULT_CYCLES);
        for (int seed = firstSeed; seed < firstSeed + cycles; seed++) {
            try {
                new Cycle(new Random(seed), seed % 2 == 0).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dringmq.sim.seed=" + seed + " -Dringmq.sim.cycles=1", e);
            }
        }
    }

    /** What a producer means to store. */
    private record Send(String topic, String id, int messages) {}

    /** @param guarded by a record in front of it; a send of one message can do without */
    private record Attempt(Send send, int queueId, long timeMs, boolean guarded) {
        int records() {
            return send.messages() + (guarded ? 1 : 0);
        }
    }

    /** What the model remembers of the sends of an entry. */
    private record Block(long lastTimeMs, Map<Send, SentBefore> sends) {}

    private static final class Cycle {
        private final Random random;
        /** Whether clocks jump so far that sends are forgotten. */
        private final boolean jumping;

        private final SimulatedReplica replica;
        private final Deque<Attempt> underWay = new ArrayDeque<>();
        private final List<Send> sends = new ArrayList<>();
        private final Deque<Block> remembered = new ArrayDeque<>();
        private final Map<Send, Integer> stored = new HashMap<>();
        private long clockMs = 1_000_000;

        Cycle(Random random, boolean jumping) {
            this.random = random;
            this.jumping = jumping;
            this.replica = new SimulatedReplica(random);
        }

        void run() {
            replica.append(TOPICS.stream()
                    .map(topic -> Records.putTopic(TopicConfig.of(topic, 4), true))
                    .toList());
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
            }
            while (!underWay.isEmpty()) {
                applySome();
            }
            if (!jumping) {
                stored.forEach((send, times) -> assertEquals(1, times, send.toString()));
            }
            assertTrue(stored.size() > STEPS / 20, stored.toString());
            replica.assertSameAsReplayed(Family.SENT);
        }

        private void step(int action) {
            if (action < 30) {
                String digits = random.nextBoolean() ? "%032X" : "%056X";
                String id = random.nextInt(4) == 0 ? "id-" + sends.size() : digits.formatted(sends.size());
                sends.add(new Send(TOPICS.get(random.nextInt(2)), id, 1 + random.nextInt(3)));
                attempt(sends.get(sends.size() - 1));
            } else if (action < 55) {
                if (!sends.isEmpty()) {
                    attempt(sends.get(Math.max(0, sends.size() - 1 - random.nextInt(20))));
                }
            } else if (action < 88) {
                applySome();
            } else if (action < 92) {
                clockMs += random.nextInt(60);
            } else if (action < 95) {
                changeLeader();
            } else if (action < 96 && jumping) {
                clockMs += SentMessages.WINDOW_MS / 2;
            } else {
                replica.crash();
            }
        }

        /** A repetition goes to another queue than the first attempt. */
        private void attempt(Send send) {
            if (underWay.size() < MAX_UNDER_WAY) {
                boolean guarded = send.messages() > 1 || random.nextInt(3) == 0;
                underWay.add(new Attempt(send, random.nextInt(4), clockMs, guarded));
            }
        }

        private void applySome() {
            List<Attempt> attempts = new ArrayList<>();
            List<ProposedRecord> records = new ArrayList<>();
            for (int left = 1 + random.nextInt(3); left > 0 && !underWay.isEmpty(); left--) {
                Attempt attempt = underWay.remove();
                attempts.add(attempt);
                records.addAll(recordsOf(attempt));
            }
            if (!attempts.isEmpty()) {
                check(attempts, replica.append(records));
            }
        }

        private static List<ProposedRecord> recordsOf(Attempt attempt) {
            Send send = attempt.send();
            String properties = "TAGS\1a\2UNIQ_KEY\1" + send.id() + "\2";
            ProposedRecord message = Records.message(
                    WireMessages.message(send.topic(), attempt.queueId(), attempt.timeMs(), properties));
            if (!attempt.guarded()) {
                return List.of(Records.messageOnce(message));
            }
            List<ProposedRecord> records = new ArrayList<>(Collections.nCopies(send.messages(), message));
            records.add(
                    0, Records.sendOnce(send.topic(), attempt.queueId(), attempt.timeMs(), send.id(), send.messages()));
            return records;
        }

        private void check(List<Attempt> attempts, List<ApplyResult> results) {
            Block block = new Block(attempts.get(attempts.size() - 1).timeMs(), new HashMap<>());
            long lastTimeMs = block.lastTimeMs();
            int at = 0;
            for (Attempt attempt : attempts) {
                Send send = attempt.send();
                SentBefore before = known(send, block);
                List<ApplyResult> ofAttempt = results.subList(at, at + attempt.records());
                if (before != null) {
                    assertEquals(before, ofAttempt.get(0));
                    ofAttempt.stream().skip(1).forEach(result -> assertInstanceOf(Skipped.class, result));
                } else {
                    block.sends().put(send, stored(attempt, ofAttempt));
                    stored.merge(send, 1, Integer::sum);
                    lastTimeMs = attempt.timeMs();
                }
                at += attempt.records();
            }
            remember(new Block(lastTimeMs, block.sends()));
        }

        private static SentBefore stored(Attempt attempt, List<ApplyResult> results) {
            int guards = results.size() - attempt.send().messages();
            results.subList(0, guards).forEach(result -> assertEquals(new Applied(true), result));
            AppendedMessage first = assertInstanceOf(AppendedMessage.class, results.get(guards));
            return new SentBefore(
                    attempt.queueId(),
                    first.queueOffset(),
                    first.physicalOffset(),
                    attempt.send().messages());
        }

        private @Nullable SentBefore known(Send send, Block present) {
            SentBefore known = present.sends().get(send);
            for (Block block : remembered) {
                known = known == null ? block.sends().get(send) : known;
            }
            return known;
        }

        private void remember(Block block) {
            if (block.sends().isEmpty()) {
                return;
            }
            remembered.addLast(block);
            while (remembered.size() > 1
                    && remembered.element().lastTimeMs() < block.lastTimeMs() - SentMessages.WINDOW_MS) {
                remembered.remove();
            }
        }

        /** The last proposals of the old leader are lost; the clock of the new one is another one. */
        private void changeLeader() {
            for (int lost = random.nextInt(MAX_UNDER_WAY); lost > 0 && !underWay.isEmpty(); lost--) {
                underWay.removeLast();
            }
            clockMs += random.nextInt(2_000) - 1_000;
        }
    }
}
