package io.ringmq.bench.timer;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.ReceivedMessage;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.remoting.message.PropertyNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/** Timed messages of one run, and how late they were. For one thread. */
final class TimedLoad {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int QUEUES = 8;
    private static final int UNDER_WAY = 4_096;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final int TICKS_PER_SECOND = 100;
    private static final long LEAST_AHEAD_MS = 2_000;
    private static final long SPREAD_MS = 3_000;
    /** A prime, so that times come in no order. */
    private static final long STEP_MS = 1_009;

    private static final long MAX_LATE_MS = 600_000;

    private final LocalCluster cluster;
    private final Await await;
    private final byte[] body;
    private final String topic;
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private final AtomicLong failures = new AtomicLong();
    private final Histogram stored = new AtomicHistogram(MAX_LATE_MS, 3);
    private final Histogram received = new AtomicHistogram(MAX_LATE_MS, 3);

    TimedLoad(LocalCluster cluster, int messageBytes) {
        this.cluster = cluster;
        this.await = cluster.await();
        this.body = new byte[messageBytes];
        // Nothing that a store could compress.
        new Random(1).nextBytes(body);
        this.topic = "timed-" + await.clock().millis();
        cluster.createTopic(topic, QUEUES);
    }

    /** Sets messages that are due in a day or later, all acknowledged on return; so many a second were. */
    double fill(long count) {
        long fromMs = await.clock().millis();
        try (Producer producer = producer()) {
            for (long i = 0; i < count; i++) {
                send(producer, fromMs + DAY_MS + i * STEP_MS % DAY_MS);
            }
            settle();
        }
        return count * 1e3 / Math.max(1, await.clock().millis() - fromMs);
    }

    /** Sends at a steady rate, seconds ahead, and waits until all have been received. */
    void stream(int perSecond, int seconds) {
        long count = (long) perSecond * seconds;
        try (PushConsumer consumer = PushConsumer.builder()
                        .nameservers(cluster.spec().namesrvAddress())
                        .group(topic)
                        .startAt(StartPosition.EARLIEST)
                        .subscribe(topic, "*")
                        .listener(this::hear)
                        .start();
                Producer producer = producer()) {
            long startMs = await.clock().millis();
            for (long i = 0; i < count; i++) {
                long ahead = LEAST_AHEAD_MS + i * STEP_MS % SPREAD_MS;
                send(producer, await.clock().millis() + ahead);
                if ((i + 1) % Math.max(1, perSecond / TICKS_PER_SECOND) == 0) {
                    pauseUntil(startMs + (i + 1) * 1_000 / perSecond);
                }
            }
            settle();
            await.until("the timed messages", TIMEOUT, () -> received.getTotalCount() >= count);
        }
    }

    private Producer producer() {
        return Producer.builder()
                .nameservers(cluster.spec().namesrvAddress())
                .group("timed")
                .build();
    }

    private void pauseUntil(long timeMs) {
        long leftMs = timeMs - await.clock().millis();
        if (leftMs > 0) {
            await.pause(Duration.ofMillis(leftMs));
        }
    }

    private void send(Producer producer, long dueMs) {
        underWay.acquireUninterruptibly();
        producer.sendAsync(Message.of(topic, body).withDeliveryTime(Instant.ofEpochMilli(dueMs)))
                .whenComplete((receipt, failure) -> {
                    underWay.release();
                    if (failure != null) {
                        failures.incrementAndGet();
                    }
                });
    }

    private void settle() {
        underWay.acquireUninterruptibly(UNDER_WAY);
        underWay.release(UNDER_WAY);
        if (failures.get() > 0) {
            throw new AwaitException(failures + " timed messages were not acknowledged");
        }
    }

    private ConsumeOutcome hear(ReceivedMessage message) {
        long dueMs = Long.parseLong(Objects.requireNonNull(message.property(PropertyNames.TIMER_DELIVER_MS)));
        stored.recordValue(late(message.storeTimestampMs(), dueMs));
        received.recordValue(late(await.clock().millis(), dueMs));
        return ConsumeOutcome.CONSUMED;
    }

    private static long late(long timeMs, long dueMs) {
        if (timeMs < dueMs) {
            throw new IllegalStateException("a message due at " + dueMs + " came at " + timeMs);
        }
        return Math.min(MAX_LATE_MS, timeMs - dueMs);
    }

    /** In ms, by the time at which the leader stored them for their queues. */
    Histogram stored() {
        return stored;
    }

    /** In ms, by the time at which they were received. */
    Histogram received() {
        return received;
    }
}
