package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendException;
import io.ringmq.client.producer.SendReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages that wait for their time, by the millisecond (5.5.0 and our SDK) and by level (4.9.8), while the ring is
 * disturbed. Each is in the log once and not before its time; those that were recalled are not.
 */
@ExtendWith(SharedCluster.class)
class TimerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int COUNT = 60;
    private static final int RECALL_EVERY = 4;
    private static final int FIRST_DELAY_MS = 5_000;
    private static final int SPREAD_MS = 40;
    private static final int LAST_DELAY_MS = 8_000;
    private static final String LEVEL = "2";
    private static final int LEVEL_MS = 5_000;
    private static final int ILLEGAL_OPERATION = 604;
    private static final int MESSAGE_ILLEGAL = 13;

    private final ClusterHarness harness;
    private final LocalCluster cluster;
    private final StockClient stock;

    TimerIT(ClusterHarness harness) {
        this.harness = harness;
        this.cluster = harness.cluster();
        this.stock = harness.stock(StockVersion.V5_5_0);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsDeliveredOnceAndNotBeforeItsTime(Disturbance disturbance) {
        String topic = "timer-" + disturbance.name();
        cluster.createTopic(topic, 4);
        EventLog log = new EventLog();
        Map<String, Long> due = new TreeMap<>();
        try (EventProcess consumer =
                        stock.start("StockPushConsumer", log, "--topic", topic, "--group", topic, "--poll-ms", "1000");
                Producer sdk = Producer.builder()
                        .nameservers(cluster.spec().namesrvAddress())
                        .group("timer-sdk")
                        .timeout(TIMEOUT)
                        .build()) {
            consumer.until("the consumer", TIMEOUT, cluster.await(), () -> log.has("ready"));
            due.putAll(sendTimed(topic));
            due.putAll(sendByLevel(topic));
            long atMs = cluster.await().clock().millis() + LAST_DELAY_MS;
            SendReceipt kept = sdk.send(message(topic, "sdk-at").withDeliveryTime(Instant.ofEpochMilli(atMs)));
            SendReceipt recalled = sdk.send(message(topic, "sdk-recalled").withDelay(Duration.ofMillis(LAST_DELAY_MS)));
            due.put("sdk-at", atMs);
            disturbance.strike(cluster);
            if (!isRecalled(sdk, recalled)) {
                due.put("sdk-recalled", atMs);
            }
            Set<String> expected = due.keySet();
            cluster.await()
                    .until(
                            "what was not recalled",
                            TIMEOUT,
                            () -> Set.copyOf(log.ids("consumed")).containsAll(expected));
            cluster.await().pause(Duration.ofSeconds(1));
            SendException late = assertThrows(SendException.class, () -> sdk.recall(kept));
            assertEquals(ILLEGAL_OPERATION, late.responseCode());
            consumer.end(TIMEOUT);
        }
        Disturbance.repair(cluster);
        Map<String, Integer> stored = harness.storedIds(topic);
        assertEquals(due.keySet(), stored.keySet(), "what was not recalled, and nothing else");
        stored.forEach((id, count) -> assertEquals(1, count, id));
        assertEquals(List.of(), early(log, due));
    }

    /** Else it was too late, which a slow restart can make it; the message is delivered then. */
    private static boolean isRecalled(Producer sdk, SendReceipt receipt) {
        try {
            sdk.recall(receipt);
            return true;
        } catch (SendException e) {
            assertEquals(ILLEGAL_OPERATION, e.responseCode());
            return false;
        }
    }

    /** When each is due of those that the client did not recall. */
    private Map<String, Long> sendTimed(String topic) {
        EventLog timed = stock.run(
                "StockTimerProducer",
                TIMEOUT,
                "--topic",
                topic,
                "--count",
                Integer.toString(COUNT),
                "--recall-every",
                Integer.toString(RECALL_EVERY),
                "--delay-ms",
                Integer.toString(FIRST_DELAY_MS),
                "--spread-ms",
                Integer.toString(SPREAD_MS));
        assertEquals(COUNT, timed.ids("sent").size(), timed::toString);
        assertEquals(COUNT / RECALL_EVERY, timed.ids("recalled").size(), timed::toString);
        Map<String, Long> due = new TreeMap<>();
        timed.of("sent").forEach(sent -> due.put(sent.get("id"), sent.number("due")));
        timed.ids("recalled").forEach(due::remove);
        return due;
    }

    /** As {@link #sendTimed}; a level counts from when the message arrived, which was not before the client began. */
    private Map<String, Long> sendByLevel(String topic) {
        long dueMs = cluster.await().clock().millis() + LEVEL_MS;
        EventLog levels = harness.stock(StockVersion.V4_9_8)
                .run(
                        "StockProducer",
                        TIMEOUT,
                        "--topic",
                        topic,
                        "--prefix",
                        "level",
                        "--count",
                        Integer.toString(COUNT),
                        "--delay-level",
                        LEVEL);
        assertEquals(COUNT, levels.ids("sent").size(), levels::toString);
        Map<String, Long> due = new TreeMap<>();
        levels.ids("sent").forEach(id -> due.put(id, dueMs));
        return due;
    }

    private static Message message(String topic, String id) {
        return Message.of(topic, "body of " + id).withProperty("systest_id", id);
    }

    private static List<Event> early(EventLog log, Map<String, Long> due) {
        return log.of("consumed").stream()
                .filter(event -> event.timeMs() < due.getOrDefault(event.get("id"), Long.MAX_VALUE))
                .toList();
    }

    @Test
    void badInputIsRefusedAndNothingIsLost() {
        String topic = "timer-bad";
        cluster.createTopic(topic, 1);
        Event remote = failed(topic, "--delay-ms", Integer.toString(Integer.MAX_VALUE));
        assertEquals(MESSAGE_ILLEGAL, remote.number("code"), remote::toString);
        EventLog soon = stock.run("StockTimerProducer", TIMEOUT, "--topic", topic, "--delay-ms", "500");
        String handle = soon.of("sent").get(0).get("handle");
        Event late = failed(topic, "--recall", handle, "--after-ms", "1000");
        assertEquals(ILLEGAL_OPERATION, late.number("code"), late::toString);
        EventLog log = new EventLog();
        try (EventProcess consumer = stock.start("StockPushConsumer", log, "--topic", topic, "--group", topic)) {
            cluster.await()
                    .until("the message", TIMEOUT, () -> log.ids("consumed").equals(List.of("m-0")));
            consumer.end(TIMEOUT);
        }
    }

    private Event failed(String topic, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--topic", topic));
        EventLog log = stock.run("StockTimerProducer", TIMEOUT, arguments.toArray(String[]::new));
        return log.of("failed").get(0);
    }
}
