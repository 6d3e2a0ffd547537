package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What stock clients of both supported generations do with a cluster in which nothing fails. */
@ParameterizedClass
@EnumSource(StockVersion.class)
@ExtendWith(SharedCluster.class)
class StockInteropIT {
    private static final Duration PROGRAM_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(30);
    private static final int QUEUES = 4;

    private final ClusterHarness harness;
    private final Await await;
    private final StockClient stock;
    private final String suffix;

    StockInteropIT(StockVersion version, ClusterHarness harness) {
        this.harness = harness;
        this.await = harness.cluster().await();
        this.stock = harness.stock(version);
        this.suffix = "-" + version.name();
    }

    @Test
    void everyWayOfSendingStoresInQueueOrderAndCreatesTheTopic() {
        String topic = "ways" + suffix;
        List<String> sent = List.of("sync", "async", "batch").stream()
                .flatMap(mode -> send(topic, mode, 20, "--mode", mode).ids("sent").stream())
                .collect(Collectors.toList());
        assertEquals(60, sent.size());
        sent.addAll(sendOneway(topic));
        Set<String> wanted = new TreeSet<>(sent);
        EventLog pulled = pull(topic);
        assertEquals(wanted, new TreeSet<>(pulled.ids("consumed")));
        for (Event queue : pulled.of("queue")) {
            List<Long> offsets = pulled.of("consumed").stream()
                    .filter(event -> event.get("queue").equals(queue.get("queue")))
                    .map(event -> event.number("offset"))
                    .toList();
            assertEquals(
                    IntStream.range(0, (int) queue.number("max"))
                            .mapToObj(i -> (long) i)
                            .toList(),
                    offsets,
                    "offsets of queue " + queue.get("queue") + " are dense");
        }
        pulled.of("stored")
                .forEach(event -> assertEquals(
                        maxOf(pulled, event.get("queue")),
                        event.number("offset"),
                        "an offset is read back as written"));
    }

    /** The producer lives until all have arrived. */
    private List<String> sendOneway(String topic) {
        EventLog log = new EventLog();
        try (EventProcess producer = stock.start(
                "StockProducer",
                log,
                "--topic",
                topic,
                "--prefix",
                "oneway",
                "--count",
                "20",
                "--mode",
                "oneway",
                "--stay",
                "true")) {
            producer.until("one-way messages", PROGRAM_TIMEOUT, await, () -> log.has("all-sent"));
            await.until(
                    "one-way messages to arrive",
                    DELIVERY_TIMEOUT,
                    () -> pull(topic).ids("consumed").containsAll(log.ids("handed-over")));
            producer.end(END_TIMEOUT);
        }
        assertEquals(20, log.ids("handed-over").size(), log.toString());
        return log.ids("handed-over");
    }

    @Test
    void pushConsumerGetsEveryMessageOnceAndOnlyItsTags() {
        String topic = "tags" + suffix;
        harness.cluster().createTopic(topic, QUEUES);
        EventLog all = new EventLog();
        EventLog onlyA = new EventLog();
        try (EventProcess first = push(all, topic, "all" + suffix);
                EventProcess second = push(onlyA, topic, "only-a" + suffix, "--expression", "A || C")) {
            List<String> sent = send(topic, "m", 60, "--tags", "A,B,C").ids("sent");
            await.until(
                    "all messages", DELIVERY_TIMEOUT, () -> all.ids("consumed").containsAll(sent));
            await.until(
                    "messages with tags A and C",
                    DELIVERY_TIMEOUT,
                    () -> onlyA.ids("consumed").size() >= 40);
            first.end(END_TIMEOUT);
            second.end(END_TIMEOUT);
        }
        assertEquals(60, all.ids("consumed").size());
        assertEquals(
                Set.of("A", "C"),
                onlyA.of("consumed").stream().map(event -> event.get("tag")).collect(Collectors.toSet()));
        assertEquals(40, onlyA.ids("consumed").size());
    }

    @Test
    void litePullConsumerContinuesWhereItCommitted() {
        String topic = "lite" + suffix;
        harness.cluster().createTopic(topic, QUEUES);
        List<String> before = send(topic, "before", 30).ids("sent");
        EventLog first = new EventLog();
        try (EventProcess consumer =
                start("StockLitePullConsumer", first, topic, "lite" + suffix, "--persist-ms", "500")) {
            await.until(
                    "all messages",
                    DELIVERY_TIMEOUT,
                    () -> first.ids("consumed").containsAll(before));
            awaitCommitted("lite" + suffix, topic, before.size());
            consumer.end(END_TIMEOUT);
        }
        List<String> after = send(topic, "after", 30).ids("sent");
        EventLog second = new EventLog();
        try (EventProcess consumer = start("StockLitePullConsumer", second, topic, "lite" + suffix)) {
            await.until(
                    "new messages",
                    DELIVERY_TIMEOUT,
                    () -> second.ids("consumed").containsAll(after));
            consumer.end(END_TIMEOUT);
        }
        assertEquals(new TreeSet<>(after), new TreeSet<>(second.ids("consumed")));
    }

    private void awaitCommitted(String group, String topic, int messages) {
        await.until(
                "the progress of " + group,
                DELIVERY_TIMEOUT,
                () -> Progress.committed(harness.cluster(), group, topic, QUEUES) == messages);
    }

    @Test
    void failedMessageIsRetriedAndThenADeadLetter() {
        String topic = "retry" + suffix;
        String group = "retry" + suffix;
        harness.cluster().createTopic(topic, QUEUES);
        List<String> sent = send(topic, "m", 5).ids("sent");
        EventLog log = new EventLog();
        try (EventProcess consumer =
                push(log, topic, group, "--fail", "true", "--delay-level", "1", "--max-reconsume", "1")) {
            await.until(
                    "first delivery and one retry of each",
                    DELIVERY_TIMEOUT,
                    () -> log.of("consumed").size() >= 2 * sent.size());
            await.until(
                    "dead letters",
                    DELIVERY_TIMEOUT,
                    () -> harness.cluster().view().hasRoute("%DLQ%" + group));
            await.until(
                    "all dead letters",
                    DELIVERY_TIMEOUT,
                    () -> pull("%DLQ%" + group).ids("consumed").containsAll(sent));
            consumer.end(END_TIMEOUT);
        }
        for (String id : sent) {
            List<Event> deliveries = log.of("consumed").stream()
                    .filter(event -> event.get("id").equals(id))
                    .toList();
            assertEquals(List.of(0L, 1L), reconsumeTimes(deliveries), "deliveries of " + id);
            long delayMs = deliveries.get(1).timeMs() - deliveries.get(0).timeMs();
            assertTrue(delayMs >= 1_000, id + " came back after " + delayMs + " ms, before its delay of 1 s");
        }
        assertEquals(sent.size(), pull("%DLQ%" + group).ids("consumed").size());
    }

    @Test
    void delayedMessageComesAtItsLevelNotBefore() {
        String topic = "delay" + suffix;
        harness.cluster().createTopic(topic, QUEUES);
        EventLog log = new EventLog();
        try (EventProcess consumer = push(log, topic, "delay" + suffix)) {
            long beforeMs = await.clock().millis();
            send(topic, "d", 4, "--delay-level", "1");
            await.until(
                    "delayed messages",
                    DELIVERY_TIMEOUT,
                    () -> log.ids("consumed").size() >= 4);
            consumer.end(END_TIMEOUT);
            log.of("consumed").forEach(event -> assertDelayed(event, beforeMs));
        }
        assertEquals(4, log.ids("consumed").size());
    }

    /** The broker has stored it after its birth, and delays it from then on; when its producer heard of that says nothing. */
    private static void assertDelayed(Event consumed, long bornFromMs) {
        long bornMs = consumed.number("born");
        assertTrue(bornMs >= bornFromMs, consumed.toString());
        assertTrue(consumed.timeMs() - bornMs >= 1_000, "before its delay of 1 s: " + consumed);
    }

    @Test
    void twoConsumersShareTheQueuesAndOneTakesOverAll() {
        String topic = "share" + suffix;
        String group = "share" + suffix;
        harness.cluster().createTopic(topic, QUEUES);
        EventLog first = new EventLog();
        EventLog second = new EventLog();
        Set<String> sent = new HashSet<>();
        try (EventProcess one = push(first, topic, group, "--instance", "one");
                EventProcess two = push(second, topic, group, "--instance", "two")) {
            await.until("both to get messages", DELIVERY_TIMEOUT, () -> {
                sent.addAll(send(topic, "round" + sent.size(), 8).ids("sent"));
                return queues(first).size() > 0 && queues(second).size() > 0;
            });
            one.end(END_TIMEOUT);
            Set<String> rest = new HashSet<>(send(topic, "rest", 8).ids("sent"));
            sent.addAll(rest);
            await.until(
                    "the second to take over",
                    DELIVERY_TIMEOUT,
                    () -> second.ids("consumed").containsAll(rest));
            two.end(END_TIMEOUT);
        }
        Set<String> consumed = new HashSet<>(first.ids("consumed"));
        consumed.addAll(second.ids("consumed"));
        assertEquals(sent, consumed);
    }

    @Test
    void mqadminSeesAndChangesTheCluster() {
        String topic = "admin" + suffix;
        String cluster = mqadmin("clusterList");
        String updated = mqadmin("updateTopic", "-c", "RingMQ", "-t", topic, "-r", "4", "-w", "4");
        List<String> sent = send(topic, "m", 8).ids("sent");
        EventLog log = new EventLog();
        try (EventProcess consumer = push(log, topic, "admin" + suffix, "--persist-ms", "500")) {
            await.until("messages", DELIVERY_TIMEOUT, () -> log.ids("consumed").containsAll(sent));
            awaitCommitted("admin" + suffix, topic, sent.size());
            consumer.end(END_TIMEOUT);
        }
        String route = mqadmin("topicRoute", "-t", topic);
        String status = mqadmin("topicStatus", "-t", topic);
        String progress = mqadmin("consumerProgress", "-g", "admin" + suffix);
        assertAll(
                () -> assertTrue(cluster.contains("ring-0"), cluster),
                () -> assertTrue(updated.contains("success"), updated),
                () -> assertTrue(route.contains("\"writeQueueNums\":4"), route),
                () -> assertEquals(
                        8,
                        status.lines()
                                .filter(line -> line.startsWith("ring-0"))
                                .mapToLong(line -> Long.parseLong(line.split(" +")[3]))
                                .sum(),
                        status),
                () -> assertTrue(progress.contains("Diff Total: 0"), progress));
    }

    private String mqadmin(String... arguments) {
        String output = stock.mqadmin(PROGRAM_TIMEOUT, arguments);
        assertFalse(output.contains("Exception"), output);
        return output;
    }

    private EventLog send(String topic, String prefix, int count, String... more) {
        EventLog log = stock.run(
                "StockProducer",
                PROGRAM_TIMEOUT,
                Arguments.of(more, "--topic", topic, "--prefix", prefix, "--count", Integer.toString(count)));
        assertEquals(List.of(), log.of("failed"));
        return log;
    }

    private EventLog pull(String topic) {
        return stock.run("StockPullConsumer", PROGRAM_TIMEOUT, "--topic", topic, "--group", "pull" + suffix);
    }

    private EventProcess push(EventLog log, String topic, String group, String... more) {
        return start("StockPushConsumer", log, topic, group, more);
    }

    private EventProcess start(String program, EventLog log, String topic, String group, String... more) {
        EventProcess process = stock.start(program, log, Arguments.of(more, "--topic", topic, "--group", group));
        await.until(program + " to start", PROGRAM_TIMEOUT, () -> log.has("ready"));
        return process;
    }

    private static List<Long> reconsumeTimes(List<Event> deliveries) {
        return deliveries.stream().map(event -> event.number("reconsumed")).toList();
    }

    private static Set<String> queues(EventLog log) {
        return log.of("consumed").stream().map(event -> event.get("queue")).collect(Collectors.toSet());
    }

    private static long maxOf(EventLog pulled, String queue) {
        return pulled.of("queue").stream()
                .filter(event -> event.get("queue").equals(queue))
                .findFirst()
                .orElseThrow()
                .number("max");
    }
}
