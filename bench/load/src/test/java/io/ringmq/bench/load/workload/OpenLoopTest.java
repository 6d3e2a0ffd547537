package io.ringmq.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.measure.WindowResult;
import io.ringmq.bench.load.twin.ManualTimeline;
import io.ringmq.bench.load.twin.TwinBehaviour;
import io.ringmq.bench.load.twin.TwinClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final int RATE = 1_000;
    private static final int QUEUES = 2;
    private static final int PROBES = 4 * QUEUES;
    private static final int WARMUP = 2_000;
    private static final int MEASURED = 1_000;
    private static final int SESSION = 5;

    private final ManualTimeline timeline = new ManualTimeline();
    private final AtomicInteger sends = new AtomicInteger();

    @Test
    void onlyMessagesMeantForTheMeasuredPartCount() throws InterruptedException {
        TwinClient client = new TwinClient(messages -> sends.incrementAndGet());
        AtomicInteger sendsAtStart = new AtomicInteger();
        WindowResult result = run(client, 1, () -> sendsAtStart.set(sends.get()));

        assertEquals(MEASURED, result.messages());
        assertEquals(0, result.errors());
        assertEquals(1_000_000, result.elapsedUs());
        assertEquals(PROBES + WARMUP, sendsAtStart.get());
        assertEquals(PROBES + WARMUP + MEASURED, client.stored().size());
        assertEquals(0, client.openReceivers());
        assertEquals(0, client.openSenders());
    }

    @Test
    void everyMessageHeldUpByAStallIsChargedForIt() throws InterruptedException {
        TwinBehaviour stalls = messages -> {
            if (sends.incrementAndGet() == PROBES + WARMUP + 100) {
                timeline.pass(50_000_000);
            }
        };
        WindowResult result = run(new TwinClient(stalls), 1, () -> {});

        assertEquals(MEASURED, result.messages());
        assertEquals(26, result.latencyUs().getCountBetweenValues(25_000, Samples.MAX_LATENCY_US));
        assertTrue(result.latencyUs()
                .valuesAreEquivalent(50_000, result.latencyUs().getMaxValue()));
        assertTrue(result.numbers().getOrDefault("ackP99Us", 0L) > 25_000, result.toString());
        assertEquals(0, result.latencyUs().getValueAtPercentile(50));
    }

    @Test
    void everyGroupIsMeasured() throws InterruptedException {
        WindowResult result = run(new TwinClient(messages -> sends.incrementAndGet()), 3, () -> {});
        assertEquals(3 * MEASURED, result.messages());
    }

    @Test
    void failedSendsAreMissingAtEveryGroup() throws InterruptedException {
        TwinBehaviour refuses = messages -> {
            if (sends.incrementAndGet() > PROBES + WARMUP + MEASURED - 10) {
                throw new SendFailedException("refused");
            }
        };
        WindowResult result = run(new TwinClient(refuses), 2, () -> {});

        assertEquals(2 * (MEASURED - 10), result.messages());
        assertEquals(20, result.errors());
        assertEquals(10, result.details().get("failedSends"));
        assertEquals("refused", result.firstError());
        assertTrue(timeline.nowNs() < 20_000_000_000L, "waits for what can not come");
    }

    @Test
    void systemThatStoresNothingFailsTheWindow() {
        TwinClient client = new TwinClient(messages -> {
            throw new SendFailedException("no route");
        });
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> run(client, 1, () -> {}));
        assertTrue(failure.toString().contains("no route"), failure.toString());
    }

    private WindowResult run(TwinClient client, int groups, Runnable started) throws InterruptedException {
        List<String> names = List.of("a", "b", "c").subList(0, groups);
        Tuning tuning = new Tuning(Tuning.Style.PROMPT, Tuning.Compression.NONE, 0);
        Schedule schedule = new Schedule(RATE, new Phases(Duration.ofSeconds(2), Duration.ofSeconds(1)), QUEUES);
        try (OpenLoop loop = new OpenLoop(
                Senders.open(client, tuning, new Bodies(SESSION, 64), 1),
                Groups.open(client, names, SESSION, timeline),
                schedule,
                timeline)) {
            return loop.window(started::run);
        }
    }
}
