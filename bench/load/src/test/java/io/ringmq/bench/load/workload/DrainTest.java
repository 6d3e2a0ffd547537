package io.ringmq.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.bench.load.measure.WindowResult;
import io.ringmq.bench.load.twin.ManualTimeline;
import io.ringmq.bench.load.twin.TwinClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final int BACKLOG = 100;
    private static final long JOIN_NS = 5_000_000;
    private static final long MESSAGE_NS = 1_000_000;

    private final ManualTimeline timeline = new ManualTimeline();
    private final TwinClient twin = new TwinClient(messages -> {});
    private final SlowClient client = new SlowClient();

    @BeforeEach
    void fill() throws InterruptedException, SendFailedException {
        Bodies.Source bodies = new Bodies(1, 32).source(0);
        try (Sender sender = twin.openSender(new Tuning(Tuning.Style.PROMPT, Tuning.Compression.NONE, 0), "s")) {
            for (int i = 0; i < BACKLOG; i++) {
                sender.send(bodies.next(0));
            }
        }
    }

    @Test
    void timeCountsFromTheFirstMessageAndFromTheStart() throws InterruptedException {
        WindowResult result = drain(List.of("a"), BACKLOG).window(() -> {});

        assertEquals(BACKLOG, result.messages());
        assertEquals((BACKLOG - 1) * MESSAGE_NS / 1_000, result.elapsedUs());
        assertEquals((JOIN_NS + BACKLOG * MESSAGE_NS) / 1_000, result.details().get("fromStartUs"));
        assertEquals(0, twin.openReceivers());
    }

    @Test
    void everyWindowHasGroupsOfItsOwn() throws InterruptedException {
        Drain drain = new Drain(client, window -> List.of(window + "-x", window + "-y"), BACKLOG / 2, timeline);
        assertEquals(BACKLOG, drain.window(() -> {}).messages());
        assertEquals(BACKLOG, drain.window(() -> {}).messages());
        assertEquals(List.of("0-x", "0-y", "1-x", "1-y"), client.groups);
    }

    @Test
    void backlogThatIsTooShortIsNamed() {
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> drain(List.of("a"), BACKLOG + 1).window(() -> {}));
        assertTrue(failure.toString().contains("received " + BACKLOG + " "), failure.toString());
        assertEquals(0, twin.openReceivers());
    }

    private Drain drain(List<String> groups, long messages) {
        return new Drain(client, window -> groups, messages, timeline);
    }

    /** Joining a group and receiving a message take time. */
    private final class SlowClient implements LoadClient {
        private final List<String> groups = new ArrayList<>();

        @Override
        public Sender openSender(Tuning tuning, String name) {
            throw new IllegalStateException("a drain sends nothing");
        }

        @Override
        public Receiver openReceiver(String group, MessageHandler handler) {
            groups.add(group);
            timeline.pass(JOIN_NS);
            return twin.openReceiver(group, body -> {
                timeline.pass(MESSAGE_NS);
                handler.onMessage(body);
            });
        }
    }
}
