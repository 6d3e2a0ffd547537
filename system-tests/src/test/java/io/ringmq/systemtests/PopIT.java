package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.remoting.message.ReceiptHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stock consumers that pop, with order and without, while the leader dies and one of them. */
@ExtendWith(SharedCluster.class)
class PopIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int INVISIBLE_MS = 5_000;
    private static final int QUEUES = 4;
    private static final int ORDERED_INVISIBLE_MS = 2_000;
    private static final String TOPIC = "popped";
    private static final String RESET_TOPIC = "popped-again";
    private static final String ORDERED_TOPIC = "popped-in-order";
    private static final String GROUP = "poppers";

    private final LocalCluster cluster;
    private final StockClient stock;
    private final List<String> sent = new ArrayList<>();

    PopIT(ClusterHarness harness) {
        this.cluster = harness.cluster();
        this.stock = harness.stock(StockVersion.V5_5_0);
    }

    @Test
    void nothingIsLostAndNothingComesTwiceBeforeItsTime() {
        cluster.createTopic(TOPIC, QUEUES);
        popsFrom(TOPIC);
        EventLog quick = new EventLog();
        EventLog slow = new EventLog();
        EventLog dying = new EventLog();
        try (EventProcess one = consumer(quick, TOPIC, "quick");
                EventProcess two = consumer(slow, TOPIC, "slow", "--handle-ms", "200")) {
            try (EventProcess three = consumer(dying, TOPIC, "dying", "--handle-ms", "600000")) {
                cluster.await().until("one to take and keep, and the slow one to take part", TIMEOUT, () -> {
                    send("round" + sent.size() + "-", 40);
                    return three.isAlive()
                            && !dying.ids("received").isEmpty()
                            && !slow.ids("received").isEmpty();
                });
            }
            send("between", 50);
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            send("after", 100);
            cluster.await()
                    .until("every message", TIMEOUT, () -> consumed(quick, slow).containsAll(sent));
            cluster.await().until("every acknowledgement", TIMEOUT, () -> committed() >= sent.size());
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            one.end(TIMEOUT);
            two.end(TIMEOUT);
        }
        assertTrue(dying.ids("consumed").isEmpty());
        assertEquals(new TreeSet<>(sent), consumed(quick, slow));
        List<Event> received = new ArrayList<>(quick.of("received"));
        received.addAll(slow.of("received"));
        received.addAll(dying.of("received"));
        sent.forEach(id -> assertInTime(id, received));
    }

    private void popsFrom(String topic) {
        mqadmin("setConsumeMode", "-c", "RingMQ", "-t", topic, "-g", GROUP, "-m", "POP", "-q", "0");
    }

    private void mqadmin(String... arguments) {
        String output = stock.mqadmin(TIMEOUT, arguments);
        assertFalse(output.contains("Exception"), output);
    }

    @Test
    void aGroupIsSentBackWhileItPops() {
        cluster.createTopic(RESET_TOPIC, QUEUES);
        popsFrom(RESET_TOPIC);
        send(RESET_TOPIC, "before", 20);
        String between = Long.toString(cluster.await().clock().millis());
        List<String> before = List.copyOf(sent);
        send(RESET_TOPIC, "after", 20);
        EventLog log = new EventLog();
        try (EventProcess consumer = consumer(log, RESET_TOPIC, "reset")) {
            cluster.await().until("all", TIMEOUT, () -> log.ids("consumed").containsAll(sent));
            cluster.await().until("every acknowledgement", TIMEOUT, () -> committed(RESET_TOPIC) == sent.size());
            mqadmin("resetOffsetByTime", "-g", GROUP, "-t", RESET_TOPIC, "-s", between, "-f", "true");
            cluster.await()
                    .until(
                            "the later half again",
                            TIMEOUT,
                            () -> log.ids("consumed").size() >= 60);
            consumer.end(TIMEOUT);
        }
        assertTrue(log.of("received").stream().noneMatch(event -> "null".equals(event.get("handle"))), "it pulled");
        List<String> again = new ArrayList<>(log.ids("consumed"));
        sent.forEach(again::remove);
        assertEquals(new TreeSet<>(sent.subList(before.size(), sent.size())), new TreeSet<>(again));
    }

    private void send(String prefix, int count) {
        send(TOPIC, prefix, count);
    }

    private void send(String topic, String prefix, int count) {
        EventLog log = stock.run(
                "StockProducer", TIMEOUT, "--topic", topic, "--prefix", prefix, "--count", Integer.toString(count));
        sent.addAll(log.ids("sent"));
    }

    @Test
    void whatIsPoppedInOrderStaysInOrderThoughTheLeaderIsKilled() {
        cluster.createTopic(ORDERED_TOPIC, QUEUES);
        EventLog one = new EventLog();
        EventLog two = new EventLog();
        try (EventProcess first = inOrder(one, "one", "--drop-every", "5");
                EventProcess second = inOrder(two, "two", "--drop-every", "7")) {
            send(ORDERED_TOPIC, "before", 150);
            cluster.await().until("both to consume", TIMEOUT, () -> {
                send(ORDERED_TOPIC, "round" + sent.size() + "-", 20);
                return one.ids("acknowledged").size() > 20
                        && two.ids("acknowledged").size() > 20;
            });
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            send(ORDERED_TOPIC, "after", 100);
            cluster.await().until("all to be consumed", TIMEOUT, () -> committed(ORDERED_TOPIC) >= sent.size());
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            first.end(TIMEOUT);
            second.end(TIMEOUT);
        }
        List<Event> received = both(one, two, "received");
        Set<String> acknowledged = new TreeSet<>();
        both(one, two, "acknowledging").forEach(event -> acknowledged.add(event.get("id")));
        assertEquals(new TreeSet<>(sent), acknowledged);
        assertTrue(received.stream().anyMatch(event -> event.number("times") > 0), "nothing came twice");
        for (int queue = 0; queue < QUEUES; queue++) {
            assertInOrder(queue, received, both(one, two, "acknowledging"));
        }
    }

    private EventProcess inOrder(EventLog log, String instance, String... more) {
        return stock.start(
                "StockOrderedPopConsumer",
                log,
                Arguments.of(
                        more,
                        "--topic",
                        ORDERED_TOPIC,
                        "--group",
                        GROUP,
                        "--broker",
                        "ring-0",
                        "--instance",
                        instance,
                        "--invisible-ms",
                        Integer.toString(ORDERED_INVISIBLE_MS)));
    }

    private static List<Event> both(EventLog one, EventLog two, String kind) {
        List<Event> events = new ArrayList<>(one.of(kind));
        events.addAll(two.of(kind));
        return events;
    }

    /**
     * Of a queue's messages, in the order in which they were popped: none comes before the one in front of it came, and
     * one that comes again does so after its time, when everything in front of it had been acknowledged.
     */
    private static void assertInOrder(int queue, List<Event> received, List<Event> acknowledging) {
        List<ReceiptHandle> handles = received.stream()
                .map(event -> ReceiptHandle.parse(event.get("handle")))
                .filter(handle -> handle.queueId() == queue)
                .sorted(Comparator.comparingLong(ReceiptHandle::popTimeMs).thenComparingLong(ReceiptHandle::offset))
                .toList();
        Map<Long, Long> acknowledgedMs = new HashMap<>();
        acknowledging.stream()
                .filter(event -> event.number("queue") == queue)
                .forEach(event -> acknowledgedMs.merge(event.number("offset"), event.timeMs(), Math::min));
        assertEquals(0, handles.get(0).offset(), "the first of queue " + queue);
        for (int i = 1; i < handles.size(); i++) {
            ReceiptHandle before = handles.get(i - 1);
            ReceiptHandle next = handles.get(i);
            String both = "queue " + queue + ": " + next + " after " + before;
            assertTrue(next.offset() <= before.offset() + 1, both);
            if (next.offset() <= before.offset()) {
                assertTrue(next.popTimeMs() - before.popTimeMs() >= ORDERED_INVISIBLE_MS, both);
            }
            if (next.popTimeMs() > before.popTimeMs() && next.offset() > 0) {
                long doneMs = acknowledgedMs.getOrDefault(next.offset() - 1, Long.MAX_VALUE);
                assertTrue(doneMs <= next.popTimeMs(), both + ", which was acknowledged at " + doneMs);
            }
        }
    }

    private EventProcess consumer(EventLog log, String topic, String instance, String... more) {
        return stock.start(
                "StockPopConsumer",
                log,
                Arguments.of(
                        more,
                        "--topic",
                        topic,
                        "--group",
                        GROUP,
                        "--instance",
                        instance,
                        "--poll-ms",
                        "1000",
                        "--invisible-ms",
                        Integer.toString(INVISIBLE_MS)));
    }

    private static Set<String> consumed(EventLog quick, EventLog slow) {
        Set<String> ids = new TreeSet<>(quick.ids("consumed"));
        ids.addAll(slow.ids("consumed"));
        return ids;
    }

    private long committed() {
        return committed(TOPIC);
    }

    private long committed(String topic) {
        return Progress.committed(cluster, GROUP, topic, QUEUES);
    }

    /** Of two deliveries of a message the later one was popped after the invisible time of the earlier one. */
    private static void assertInTime(String id, List<Event> received) {
        List<ReceiptHandle> handles = received.stream()
                .filter(event -> event.get("id").equals(id))
                .map(event -> ReceiptHandle.parse(event.get("handle")))
                .sorted(Comparator.comparingLong(ReceiptHandle::popTimeMs))
                .toList();
        for (int i = 1; i < handles.size(); i++) {
            long apartMs = handles.get(i).popTimeMs() - handles.get(i - 1).popTimeMs();
            assertTrue(apartMs >= INVISIBLE_MS, id + " was popped again after " + apartMs + " ms: " + handles);
        }
    }
}
