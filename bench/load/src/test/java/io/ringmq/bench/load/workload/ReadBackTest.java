package io.ringmq.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.bench.load.report.IdLog;
import io.ringmq.bench.load.twin.ManualTimeline;
import io.ringmq.bench.load.twin.RecordedEvents;
import io.ringmq.bench.load.twin.TwinClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadBackTest {
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final TwinClient twin = new TwinClient(messages -> {});
    private final ManualTimeline timeline = new ManualTimeline();
    private final RecordedEvents recorded = new RecordedEvents();

    @Test
    void reportsEveryDeliveryAndCountsIdsOnce() throws InterruptedException, SendFailedException {
        store();
        long ids = read(0);

        assertEquals(3, ids);
        assertEquals(List.of("2-0-0", "2-0-1", "2-0-2", "2-0-2"), recorded.elements("read", "ids"));
        assertTrue(timeline.nowNs() > QUIET.toNanos(), "more might have come");
        assertEquals(0, twin.openReceivers());
    }

    @Test
    void endsEarlyWhenWhatIsExpectedHasCome() throws InterruptedException, SendFailedException {
        store();
        assertEquals(3, read(3));
        assertTrue(timeline.nowNs() < QUIET.toNanos(), timeline.nowNs() + " ns");
    }

    @Test
    void waitsLongForTheFirstMessage() throws InterruptedException {
        assertEquals(0, read(3));
        assertTrue(timeline.nowNs() > 4 * QUIET.toNanos(), timeline.nowNs() + " ns");
        assertEquals(List.of(), recorded.lines());
    }

    private long read(long expected) throws InterruptedException {
        return new ReadBack(twin, timeline, expected, QUIET).run("group", new IdLog(recorded.events(), "read"));
    }

    private void store() throws InterruptedException, SendFailedException {
        Bodies.Source bodies = new Bodies(2, 32).source(0);
        try (Sender sender = twin.openSender(new Tuning(Tuning.Style.PROMPT, Tuning.Compression.NONE, 0), "s")) {
            sender.send(bodies.next(0));
            sender.send(bodies.next(0));
            byte[] twice = bodies.next(0);
            sender.send(twice);
            sender.send(twice);
        }
    }
}
