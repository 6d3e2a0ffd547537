package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendException;
import io.ringmq.client.producer.SendReceipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Messages of stock clients that wait for their time, by the millisecond (5.5.0) and by level (4.9.8), while the ring is
 * disturbed. Each is in the log once and not before its time; those that were recalled are not.
 */
@ExtendWith(SharedCluster.class)
class TimerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int COUNT = 60;
    private static final int RECALL_EVERY = 4;
    private static final int FIRST_DELAY_MS = 7_000;
    private static final int SPREAD_MS = 50;
    private static final String LEVEL_5_SECONDS = "2";
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

    @Test
    void theLeaderIsKilled() {
        deliveredOnce("timer-kill", () -> {
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            cluster.startNode(victim);
        });
    }

    @Test
    void leadershipIsHandedOver() {
        deliveredOnce("timer-transfer", () -> {
            assertEquals(
                    0, new AdminTool(cluster).run("transfer-leader", "ring-0").exitCode());
            cluster.awaitLeaders();
        });
    }

    @Test
    void allNodesAreKilled() {
        deliveredOnce("timer-all", () -> {
            List<Integer> nodes = IntStream.range(0, ClusterSpec.NODES).boxed().toList();
            nodes.forEach(cluster::kill);
            nodes.forEach(cluster::launchNode);
            cluster.awaitLeaders();
        });
    }

    private void deliveredOnce(String topic, Runnable disturbance) {
        cluster.createTopic(topic, 4);
        EventLog log = new EventLog();
        try (EventProcess consumer =
                stock.start("StockPushConsumer", log, "--topic", topic, "--group", topic, "--poll-ms", "1000")) {
            consumer.until("the consumer", TIMEOUT, cluster.await(), () -> log.has("ready"));
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
                            LEVEL_5_SECONDS);
            disturbance.run();
            Set<String> expected = new TreeSet<>(timed.ids("sent"));
            timed.ids("recalled").forEach(expected::remove);
            expected.addAll(levels.ids("sent"));
            cluster.await()
                    .until(
                            "what was not recalled",
                            TIMEOUT,
                            () -> Set.copyOf(log.ids("consumed")).containsAll(expected));
            cluster.await().pause(Duration.ofSeconds(1));
            consumer.end(TIMEOUT);
            assertEquals(expected, new TreeSet<>(log.ids("consumed")));
            assertOnceInTheLog(log);
            assertNotEarly(timed, log);
        }
        cluster.awaitAllRegistered();
    }

    /** A consumer may see a message twice when leaders change, but only at one place. */
    private static void assertOnceInTheLog(EventLog log) {
        Map<String, String> places = new HashMap<>();
        for (Event event : log.of("consumed")) {
            String place = event.get("queue") + "/" + event.get("offset");
            String other = places.putIfAbsent(event.get("id"), place);
            assertTrue(other == null || other.equals(place), () -> event + " is at " + other + " too");
        }
    }

    private static void assertNotEarly(EventLog timed, EventLog log) {
        Map<String, Long> due = new HashMap<>();
        timed.of("sent").forEach(event -> due.put(event.get("id"), event.number("due")));
        List<Event> early = new ArrayList<>();
        for (Event event : log.of("consumed")) {
            if (event.timeMs() < due.getOrDefault(event.get("id"), 0L)) {
                early.add(event);
            }
        }
        assertEquals(List.of(), early);
    }

    @Test
    void theSdkSetsAndRecallsAcrossAFailover() {
        String topic = "timer-sdk";
        cluster.createTopic(topic, 4);
        Map<String, Long> consumedAt = new ConcurrentHashMap<>();
        Clock clock = cluster.await().clock();
        try (Producer producer = Producer.builder()
                        .nameservers(cluster.spec().namesrvAddress())
                        .group("timer-sdk")
                        .build();
                PushConsumer consumer = PushConsumer.builder()
                        .nameservers(cluster.spec().namesrvAddress())
                        .group(topic)
                        .startAt(StartPosition.EARLIEST)
                        .subscribe(topic, "*")
                        .listener(message -> {
                            consumedAt.put(message.text(), clock.millis());
                            return ConsumeOutcome.CONSUMED;
                        })
                        .start()) {
            SendReceipt recalled = producer.send(Message.of(topic, "recalled").withDelay(Duration.ofSeconds(8)));
            SendReceipt kept = producer.send(Message.of(topic, "kept").withDelay(Duration.ofSeconds(8)));
            Instant due = clock.instant().plusMillis(9_500);
            producer.send(Message.of(topic, "at").withDeliveryTime(due));
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            producer.recall(recalled);
            Set<String> wanted = Set.of("kept", "at");
            cluster.await()
                    .until(
                            "those that are due",
                            TIMEOUT,
                            () -> consumedAt.keySet().containsAll(wanted));
            assertEquals(wanted, consumedAt.keySet());
            assertTrue(consumedAt.getOrDefault("at", 0L) >= due.toEpochMilli(), "not early");
            SendException late = assertThrows(SendException.class, () -> producer.recall(kept));
            assertEquals(ILLEGAL_OPERATION, late.responseCode());
            cluster.startNode(victim);
        }
        cluster.awaitAllRegistered();
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
