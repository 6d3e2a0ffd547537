package io.ringmq.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.body.MessageId;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.bench.load.measure.WindowResult;
import io.ringmq.bench.load.twin.GatedTimeline;
import io.ringmq.bench.load.twin.TwinBehaviour;
import io.ringmq.bench.load.twin.TwinClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    private static final int BYTES = 100;
    private static final int SENDS_PER_PHASE = 500;
    private static final long SEND_NS = 3_000_000;
    private static final Phases PHASES = new Phases(Duration.ofNanos(1), Duration.ofNanos(1));

    private final GatedTimeline timeline = new GatedTimeline(SENDS_PER_PHASE);
    private final AtomicLong sends = new AtomicLong();
    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void oneSynchronousSenderMeasuresHowLongASendTakes() throws InterruptedException {
        WindowResult result = run(ClosedLoop.sync(senders(this::takeTime), PHASES, timeline, 1));

        assertTrue(result.messages() >= SENDS_PER_PHASE - 1, result.toString());
        assertTrue(result.messages() < sends.get() - SENDS_PER_PHASE + 2, "the warm-up is not measured: " + result);
        long median = result.latencyUs().getValueAtPercentile(50);
        assertTrue(result.latencyUs().valuesAreEquivalent(SEND_NS / 1_000, median), () -> "median " + median);
        assertEquals(0, result.errors());
        assertEquals(1, starts.get());
    }

    @Test
    void everyThreadSendsMessagesOfItsOwn() throws InterruptedException {
        Set<Thread> sending = ConcurrentHashMap.newKeySet();
        // Lest the others are done before the last has begun.
        CyclicBarrier allAreThere = new CyclicBarrier(5);
        TwinClient client = new TwinClient(messages -> {
            if (sending.add(Thread.currentThread())) {
                await(allAreThere);
            }
            takeTime(messages);
        });
        run(ClosedLoop.sync(senders(client), PHASES, timeline, 5));

        Set<MessageId> ids = ids(client);
        assertEquals(client.stored().size(), ids.size());
        assertEquals(Set.of(0, 1, 2, 3, 4), ids.stream().map(MessageId::sender).collect(Collectors.toSet()));
        assertEquals(0, client.openSenders());
    }

    @Test
    void failuresAreCountedWithTheirReasonAndHaveNoLatency() throws InterruptedException {
        TwinBehaviour everySecondFails = messages -> {
            takeTime(messages);
            if (sends.get() % 2 == 0) {
                throw new SendFailedException("disk full");
            }
        };
        WindowResult result = run(ClosedLoop.sync(senders(everySecondFails), PHASES, timeline, 1));

        // The load goes on while the two are read, so they need not be the same; neither can be more than half of all.
        long half = sends.get() / 2 + 1;
        assertTrue(result.messages() <= half && result.errors() <= half, result.toString());
        assertTrue(result.messages() >= SENDS_PER_PHASE / 2 - 2, result.toString());
        assertTrue(result.errors() >= SENDS_PER_PHASE / 2 - 1, result.toString());
        assertEquals("disk full", result.firstError());
    }

    @Test
    void aGroupIsOneSampleOfManyMessages() throws InterruptedException {
        AtomicInteger groupSizes = new AtomicInteger();
        TwinBehaviour behaviour = messages -> {
            groupSizes.accumulateAndGet(messages, Math::max);
            takeTime(messages);
        };
        WindowResult result = run(ClosedLoop.groups(senders(behaviour), PHASES, timeline, 2, 32));

        assertEquals(32, groupSizes.get());
        assertEquals(result.latencyUs().getTotalCount() * 32, result.messages());
        assertTrue(result.messages() >= (SENDS_PER_PHASE - 2) * 32, result.toString());
    }

    @Test
    void aWindowCanBeRunAgainAndGoesOnCounting() throws InterruptedException {
        TwinClient client = new TwinClient(this::takeTime);
        try (ClosedLoop load = ClosedLoop.pipelines(senders(client), PHASES, timeline, 1, 10)) {
            load.window(starts::incrementAndGet);
            int before = client.stored().size();
            load.window(starts::incrementAndGet);
            assertTrue(client.stored().size() > before);
        }
        assertEquals(2, starts.get());
        assertEquals(client.stored().size(), ids(client).size());
    }

    @Test
    void threadThatBreaksFailsTheWindow() {
        AtomicBoolean broke = new AtomicBoolean();
        TwinBehaviour broken = messages -> {
            takeTime(messages);
            if (sends.get() > SENDS_PER_PHASE && !broke.getAndSet(true)) {
                throw new IllegalArgumentException("broken");
            }
        };
        IllegalStateException failure = assertThrows(
                IllegalStateException.class, () -> run(ClosedLoop.sync(senders(broken), PHASES, timeline, 2)));
        assertTrue(failure.toString().contains("broken"), failure.toString());
    }

    private void takeTime(int messages) {
        sends.incrementAndGet();
        timeline.sent(SEND_NS);
    }

    private WindowResult run(ClosedLoop load) throws InterruptedException {
        try (load) {
            return load.window(starts::incrementAndGet);
        }
    }

    private static Senders senders(TwinBehaviour behaviour) {
        return senders(new TwinClient(behaviour));
    }

    private static Senders senders(TwinClient client) {
        Tuning tuning = new Tuning(Tuning.Style.PROMPT, Tuning.Compression.NONE, BYTES);
        return Senders.open(client, tuning, new Bodies(7, BYTES), 2);
    }

    private static Set<MessageId> ids(TwinClient client) {
        List<byte[]> stored = client.stored();
        Set<MessageId> ids = new HashSet<>();
        stored.forEach(body -> ids.add(MessageId.of(ByteBuffer.wrap(body))));
        return ids;
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            int unused = barrier.await(30, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("not all threads send", e);
        }
    }
}
