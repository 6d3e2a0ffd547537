package io.ringmq.broker.pop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.AckMessageHeader;
import io.ringmq.remoting.header.ChangeInvisibleTimeHeader;
import io.ringmq.remoting.header.ChangeInvisibleTimeResponseHeader;
import io.ringmq.remoting.header.PopMessageHeader;
import io.ringmq.remoting.header.PopMessageResponseHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.ReceiptHandle;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Consumers that pop, with and without waiting, acknowledge late or never, and ask for more time, through the handlers. A
 * message comes again only after its time, never after it was acknowledged, and every one is acknowledged in the end.
 */
class PopConsumptionSimulationTest {
    private static final int CYCLES = 25;
    private static final int STEPS = 250;
    private static final int SEED = 4711;

    @Test
    void everyMessageIsConsumedAndNoneBeforeItsTime() {
        for (int seed = SEED; seed < SEED + CYCLES; seed++) {
            try (TestRing ring = new TestRing()) {
                new Cycle(ring, new Random(seed)).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** A message in a consumer's hands. */
    private record Held(String body, String topic, ReceiptHandle handle) {
        long dueMs() {
            return handle.popTimeMs() + handle.invisibleMs();
        }
    }

    private static final class Cycle {
        private final TestRing ring;
        private final Random random;
        private final List<Reply> waiting = new ArrayList<>();
        private final List<Held> held = new ArrayList<>();
        /** When the last delivery of a message runs out. */
        private final Map<String, Held> lastDelivery = new HashMap<>();

        private final Set<String> sent = new HashSet<>();
        private final Set<String> acknowledged = new HashSet<>();

        Cycle(TestRing ring, Random random) {
            this.ring = ring;
            this.random = random;
        }

        void run() {
            ring.createTopic("t", 2);
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
                hear();
            }
            for (int round = 0; round < 1_000 && acknowledged.size() < sent.size(); round++) {
                ring.timer.advance(1_000);
                pop(32, 0);
                hear();
                List.copyOf(held).forEach(this::acknowledge);
                held.clear();
            }
            ring.timer.advance(100_000);
            assertEquals(0, ring.view().pops().inFlight());
            assertEquals(sent, acknowledged);
        }

        private void step(int action) {
            if (action < 30) {
                String body = "m" + sent.size();
                ring.send("t", body, "").answer(ResponseCode.SUCCESS);
                sent.add(body);
            } else if (action < 50) {
                pop(1 + random.nextInt(4), random.nextBoolean() ? 0 : 500);
            } else if (action < 70 && !held.isEmpty()) {
                Held shown = held.get(random.nextInt(held.size()));
                acknowledge(shown);
                held.remove(shown);
            } else if (action < 80 && !held.isEmpty()) {
                change(held.remove(random.nextInt(held.size())));
            } else {
                ring.timer.advance(random.nextInt(400));
            }
        }

        private void pop(int maxMessages, long pollMs) {
            PopMessageHeader header = new PopMessageHeader(
                    "cg",
                    "t",
                    -1,
                    maxMessages,
                    200 + random.nextInt(1_000),
                    pollMs,
                    0,
                    PopMessageHeader.INIT_MIN,
                    "TAG",
                    "*",
                    false,
                    null);
            waiting.add(ring.handle(
                    Command.request(RequestCode.POP_MESSAGE, header), new FakeConnection(1 + random.nextInt(3))));
        }

        private void hear() {
            for (Reply reply : List.copyOf(waiting)) {
                if (reply.isAnswered()) {
                    waiting.remove(reply);
                    if (reply.answer().code() == ResponseCode.SUCCESS) {
                        TestRing.messages(reply.answer()).forEach(message -> receive(reply.answer(), message));
                    }
                }
            }
        }

        private void receive(Command answer, WireMessage message) {
            PopMessageResponseHeader header = PopMessageResponseHeader.parse(answer);
            String given = MessageProperties.find(message.properties(), PropertyNames.POP_CK);
            ReceiptHandle handle = given != null
                    ? ReceiptHandle.parse(given)
                    : new ReceiptHandle(
                            startOffset(header),
                            header.popTimeMs(),
                            header.invisibleMs(),
                            0,
                            ReceiptHandle.NORMAL,
                            "ring-0",
                            message.queueId(),
                            message.queueOffset());
            String body = TestRing.text(message);
            Held delivery = new Held(body, given == null ? "t" : "%RETRY%cg_t", handle);
            assertFalse(acknowledged.contains(body), body + " was acknowledged before");
            Held before = lastDelivery.put(body, delivery);
            assertTrue(before == null || before.dueMs() <= handle.popTimeMs(), body + " came too early");
            held.add(delivery);
        }

        /** Of queue 0 of the topic, where all messages are. */
        private static long startOffset(PopMessageResponseHeader header) {
            for (String info : String.valueOf(header.startOffsetInfo()).split(";", -1)) {
                if (info.startsWith("0 0 ")) {
                    return Long.parseLong(info.substring("0 0 ".length()));
                }
            }
            throw new AssertionError("no start offset of queue 0 in " + header);
        }

        private void acknowledge(Held shown) {
            ReceiptHandle handle = shown.handle;
            Reply reply = ring.handle(
                    RequestCode.ACK_MESSAGE,
                    new AckMessageHeader("cg", shown.topic, handle.queueId(), handle.encode(), handle.offset()));
            if (reply.answer().code() == ResponseCode.SUCCESS) {
                assertTrue(acknowledged.add(shown.body), shown.body + " was acknowledged twice");
            } else {
                reply.answer(ResponseCode.NO_MESSAGE);
                assertTrue(shown.dueMs() <= ring.timer.millis(), shown.body + " was refused in time");
            }
        }

        private void change(Held shown) {
            ReceiptHandle old = shown.handle;
            long invisibleMs = random.nextInt(600);
            Reply reply = ring.handle(
                    RequestCode.CHANGE_MESSAGE_INVISIBLETIME,
                    new ChangeInvisibleTimeHeader(
                            "cg", shown.topic, old.queueId(), old.encode(), old.offset(), invisibleMs));
            if (reply.answer().code() == ResponseCode.SUCCESS) {
                ChangeInvisibleTimeResponseHeader changed = ChangeInvisibleTimeResponseHeader.parse(reply.answer());
                Held renamed = new Held(
                        shown.body,
                        shown.topic,
                        new ReceiptHandle(
                                old.offset(),
                                changed.popTimeMs(),
                                changed.invisibleMs(),
                                0,
                                old.retryFlag(),
                                "ring-0",
                                old.queueId(),
                                old.offset()));
                lastDelivery.put(shown.body, renamed);
                held.add(renamed);
            } else {
                reply.answer(ResponseCode.NO_MESSAGE);
            }
        }
    }
}
