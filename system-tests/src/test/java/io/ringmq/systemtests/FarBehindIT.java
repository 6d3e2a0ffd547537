package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stock consumers far behind the end of a log that has lost its beginning: where they start and whom they read from. */
class FarBehindIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final String TOPIC = "behind";
    private static final int MESSAGE_BYTES = 1 << 20;
    private static final int ROUNDS = 3;

    private final Await await = new Await(Clock.systemUTC());

    @Test
    void consumersStartWhereTheySayAndReadOldMessagesFromAFollower() {
        try (ClusterHarness harness = ClusterHarness.start(
                "far-behind",
                spec -> spec.withBrokerKey("segmentBytes", "8MiB")
                        .withBrokerKey("maxLogBytes", "32MiB")
                        .withBrokerKey("snapshotEveryBytes", "4MiB")
                        .withBrokerKey("followerReadBytes", "2MiB"))) {
            LocalCluster cluster = harness.cluster();
            StockClient stock = harness.stock(StockVersion.V5_5_0);
            cluster.createTopic(TOPIC, 1);
            for (int round = 0; round < ROUNDS; round++) {
                send(stock, "old" + round, 20, MESSAGE_BYTES);
            }
            await.until("the beginning to be deleted", TIMEOUT, () -> minOffset(stock) > 0);
            String noon = afterASecond();
            List<String> recent = send(stock, "recent", 5, MESSAGE_BYTES);
            startsAndReads(harness, noon, recent);
        }
    }

    private void startsAndReads(ClusterHarness harness, String noon, List<String> recent) {
        LocalCluster cluster = harness.cluster();
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        List<Long> read = messagesRead(cluster);
        EventLog first = new EventLog();
        EventLog since = new EventLog();
        EventLog last = new EventLog();
        try (EventProcess unused = start(stock, first, "FIRST");
                EventProcess alsoUnused = start(stock, since, "TIMESTAMP", "--timestamp", noon);
                EventProcess unusedToo = start(harness.stock(StockVersion.V4_9_8), last, "LAST")) {
            await.until("old messages", TIMEOUT, () -> first.ids("consumed").containsAll(recent));
            await.until("messages since", TIMEOUT, () -> since.ids("consumed").containsAll(recent));
            assertTrue(first.ids("consumed").stream().anyMatch(id -> id.startsWith("old")), "from the first one left");
            assertTrue(since.ids("consumed").stream().noneMatch(id -> id.startsWith("old")), since.toString());
            await.until("new messages", TIMEOUT, () -> {
                List<String> sent = send(stock, "new" + await.clock().millis(), 1, 100);
                return last.ids("consumed").containsAll(sent);
            });
            assertTrue(last.ids("consumed").stream().allMatch(id -> id.startsWith("new")), last.toString());
            assertTrue(readByFollowers(cluster, read) > 0, "old messages come from a follower");
            List<Long> caughtUp = messagesRead(cluster);
            List<String> fresh = send(stock, "fresh", 20, 100);
            await.until("fresh messages", TIMEOUT, () -> first.ids("consumed").containsAll(fresh));
            assertEquals(0, readByFollowers(cluster, caughtUp), "who has caught up reads from the leader");
            goOnAfterTheLeader(harness, List.of(first, since, last), recent);
        }
    }

    /** kill -9 of the leader: those that run go on, and who starts now finds what there was. */
    private void goOnAfterTheLeader(ClusterHarness harness, List<EventLog> running, List<String> recent) {
        LocalCluster cluster = harness.cluster();
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        cluster.kill(cluster.leader(0).orElseThrow());
        cluster.awaitLeaders();
        List<String> after = send(stock, "new-leader", 5, 100);
        EventLog late = new EventLog();
        try (EventProcess unused = start(stock, late, "FIRST", "--group", "behind-late")) {
            await.until("old and new messages for who comes late", TIMEOUT, () -> {
                List<String> consumed = late.ids("consumed");
                return consumed.containsAll(recent) && consumed.containsAll(after);
            });
        }
        await.until(
                "messages of the new leader for all",
                TIMEOUT,
                () -> running.stream().allMatch(log -> log.ids("consumed").containsAll(after)));
    }

    /** A time as consumers take it that lies between what is stored by now and what comes. */
    private String afterASecond() {
        Instant now = await.clock().instant();
        await.until(
                "the second to end", TIMEOUT, () -> await.clock().instant().getEpochSecond() > now.getEpochSecond());
        return DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
                .withZone(ZoneId.systemDefault())
                .format(await.clock().instant());
    }

    private static long minOffset(StockClient stock) {
        return stock.mqadmin(TIMEOUT, "topicStatus", "-t", TOPIC)
                .lines()
                .filter(line -> line.startsWith("ring-0"))
                .mapToLong(line -> Long.parseLong(line.split(" +")[2]))
                .sum();
    }

    private static List<Long> messagesRead(LocalCluster cluster) {
        List<Long> read = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            read.add(Long.parseLong(cluster.view()
                    .runtimeInfo(cluster.spec().clientAddress(node, 0))
                    .get("msgGetTotalTodayNow")));
        }
        return read;
    }

    /** Messages that nodes other than the leader have handed out since. */
    private static long readByFollowers(LocalCluster cluster, List<Long> before) {
        List<Long> now = messagesRead(cluster);
        int leader = cluster.leader(0).orElseThrow();
        long read = 0;
        for (int node = 0; node < 3; node++) {
            read += node == leader ? 0 : now.get(node) - before.get(node);
        }
        return read;
    }

    private EventProcess start(StockClient stock, EventLog log, String from, String... more) {
        EventProcess process = stock.start(
                "StockModesConsumer",
                log,
                Arguments.of(more, "--topic", TOPIC, "--group", "behind-" + from, "--from", from));
        await.until("a consumer to start", TIMEOUT, () -> log.has("ready"));
        return process;
    }

    private static List<String> send(StockClient stock, String prefix, int count, int bytes) {
        EventLog sent = stock.run(
                "StockProducer",
                TIMEOUT,
                "--topic",
                TOPIC,
                "--prefix",
                prefix,
                "--count",
                Integer.toString(count),
                "--bytes",
                Integer.toString(bytes));
        assertEquals(List.of(), sent.of("failed"));
        return sent.ids("sent");
    }
}
