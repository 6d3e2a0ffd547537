package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.ProducerOpened;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Producers that number their messages and repeat sends at random, whole or in part, in any order and however late, under
 * leaders who come and go with clocks of their own and whose proposals are lost, applied by a replica that crashes. No message
 * may be stored twice, even when its producer was forgotten, and what becomes of each record must be what {@link ProducerModel} says. {@code
 * -Dringmq.sim.seed} repeats one failure, {@code -Dringmq.sim.cycles} asks for more.
 */
class ProducerSimulationTest {
    private static final int DEFAULT_SEED = 20_261_122;
    private static final int DEFAULT_CYCLES = 2_000;
    private static final int STEPS = 150;
    private static final int MAX_UNDER_WAY = 8;
    private static final int MAX_PRODUCERS = 4;
    private static final String TOPIC = "t";

    @Test
    void numberedMessagesAreStoredOnce() {
        int firstSeed = Integer.getInteger("ringmq.sim.seed", DEFAULT_SEED);
        int cycles = Integer.getInteger("ringmq.sim.cycles", DEFAULT_CYCLES);
        int forgotten = 0;
        for (int seed = firstSeed; seed < firstSeed + cycles; seed++) {
            try {
                forgotten += new Cycle(new Random(seed), seed % 2 == 0).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dringmq.sim.seed=" + seed + " -Dringmq.sim.cycles=1", e);
            }
        }
        assertTrue(cycles < DEFAULT_CYCLES || forgotten > cycles / 10, forgotten + " sends of forgotten producers");
    }

    /** A producer as the SDK has it. */
    private static final class Sender {
        private final ProducerId id;
        private final TreeMap<Long, Integer> unsettled = new TreeMap<>();
        private long next;

        Sender(ProducerId id) {
            this.id = id;
        }

        long settledBelow() {
            return unsettled.isEmpty() ? next : unsettled.firstKey();
        }
    }

    private static final class Cycle {
        private final Random random;
        private final boolean jumping;
        private final SimulatedReplica replica;
        private final ProducerModel model = new ProducerModel();
        private final List<Sender> senders = new ArrayList<>();
        private final List<SequencedSend> underWay = new ArrayList<>();
        private final List<SequencedSend> attempts = new ArrayList<>();
        private long clockMs = 1_000_000;
        private int forgotten;

        Cycle(Random random, boolean jumping) {
            this.random = random;
            this.jumping = jumping;
            this.replica = new SimulatedReplica(random);
        }

        int run() {
            replica.append(List.of(Records.putTopic(TopicConfig.of(TOPIC, 4), true)));
            open();
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
            }
            while (!underWay.isEmpty()) {
                applySome();
            }
            assertTrue(model.storedCount() > STEPS / 20, () -> model.storedCount() + " messages");
            replica.assertSameAsReplayed(Family.PRODUCERS);
            return forgotten;
        }

        private void step(int action) {
            if (action < 3) {
                open();
            } else if (action < 25) {
                sendNew();
            } else if (action < 45) {
                repeatUnsettled();
            } else if (action < 50) {
                propose(any(attempts));
            } else if (action < 75) {
                applySome();
            } else if (action < 85) {
                settle();
            } else if (action < 90) {
                clockMs += random.nextInt(60);
            } else if (action < 93) {
                changeLeader();
            } else if (action < 95 && jumping) {
                clockMs += Producers.IDLE_MS / 2 + random.nextInt(3) - 1;
            } else if (action < 98) {
                replica.crash();
            }
        }

        private <T> @Nullable T any(List<T> list) {
            return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
        }

        private void open() {
            if (senders.size() == MAX_PRODUCERS) {
                senders.remove(0);
            }
            ApplyResult result = replica.append(List.of(ProducerRecords.open(clockMs, random.nextLong())))
                    .get(0);
            ProducerId id = assertInstanceOf(ProducerOpened.class, result).id();
            senders.add(new Sender(id));
            model.opened(id, replica.lastIndex(), clockMs);
            model.endOfEntry(clockMs);
        }

        private void sendNew() {
            Sender sender = senders.get(random.nextInt(senders.size()));
            long first = sender.next;
            int messages = 1 + random.nextInt(3);
            sender.next += messages;
            sender.unsettled.put(first, messages);
            attempt(sender, first, messages);
        }

        /** Whole, or one of its messages alone. */
        private void repeatUnsettled() {
            Sender sender = senders.get(random.nextInt(senders.size()));
            Long first = any(List.copyOf(sender.unsettled.keySet()));
            if (first != null) {
                int messages = sender.unsettled.getOrDefault(first, 1);
                boolean whole = random.nextInt(3) > 0;
                attempt(sender, whole ? first : first + random.nextInt(messages), whole ? messages : 1);
            }
        }

        private void attempt(Sender sender, long first, int messages) {
            SequencedSend.Place place = new SequencedSend.Place(random.nextInt(4), clockMs, random.nextInt(2));
            SequencedSend send = new SequencedSend(sender.id, first, messages, sender.settledBelow(), place);
            attempts.add(send);
            propose(send);
        }

        private void propose(@Nullable SequencedSend send) {
            if (send != null && underWay.size() < MAX_UNDER_WAY) {
                underWay.add(random.nextInt(underWay.size() + 1), send);
            }
        }

        /** The producer heard what became of it, or gives up. */
        private void settle() {
            Sender sender = senders.get(random.nextInt(senders.size()));
            Long first = any(List.copyOf(sender.unsettled.keySet()));
            if (first != null) {
                sender.unsettled.remove(first);
            }
        }

        private void applySome() {
            List<SequencedSend> sends = new ArrayList<>();
            List<ProposedRecord> records = new ArrayList<>();
            for (int left = 1 + random.nextInt(3); left > 0 && !underWay.isEmpty(); left--) {
                SequencedSend send = underWay.remove(0);
                sends.add(send);
                records.add(ProducerRecords.send(send));
                for (int i = 0; i < send.messages(); i++) {
                    records.add(Records.message(
                            WireMessages.message(TOPIC, send.place().queueId(), clockMs, "")));
                }
            }
            if (!sends.isEmpty()) {
                check(sends, replica.append(records));
            }
        }

        private void check(List<SequencedSend> sends, List<ApplyResult> results) {
            int at = 0;
            long usedMs = Long.MIN_VALUE;
            for (SequencedSend send : sends) {
                List<ApplyResult> messages = results.subList(at + 1, at + 1 + send.messages());
                check(send, results.get(at), messages);
                usedMs = model.knows(send.producer()) ? send.place().timeMs() : usedMs;
                at += 1 + send.messages();
            }
            for (SequencedSend send : sends) {
                model.used(send.producer(), replica.lastIndex(), usedMs);
            }
            if (usedMs > Long.MIN_VALUE) {
                model.endOfEntry(usedMs);
            }
        }

        private void check(SequencedSend send, ApplyResult result, List<ApplyResult> messages) {
            Object expected = model.expected(send);
            if (expected == null) {
                assertEquals(new Applied(true), result);
                model.stored(
                        send,
                        messages.stream()
                                .map(message -> assertInstanceOf(AppendedMessage.class, message))
                                .toList());
                return;
            }
            forgotten += expected == ApplyResult.Reason.UNKNOWN_PRODUCER ? 1 : 0;
            assertEquals(expected, result instanceof Rejected rejected ? rejected.reason() : result);
            Skipped[] skipped = new Skipped[send.messages()];
            Arrays.fill(skipped, new Skipped());
            assertEquals(List.of(skipped), messages);
        }

        /** The last proposals of the old leader are lost; the clock of the new one is another one. */
        private void changeLeader() {
            for (int lost = random.nextInt(MAX_UNDER_WAY); lost > 0 && !underWay.isEmpty(); lost--) {
                underWay.remove(underWay.size() - 1);
            }
            clockMs += random.nextInt(2_000) - 1_000;
        }
    }
}
