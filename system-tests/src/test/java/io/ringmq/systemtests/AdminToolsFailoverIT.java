package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The leader is killed between what tools see and change and what they ask then: everything is as it was, by {@code mqadmin}
 * and by the admin clients of both releases. A group has a consumer of either release all the while; the killed node is down
 * until the last test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(SharedCluster.class)
class AdminToolsFailoverIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TOPIC = "tools-kill";
    private static final String GROUP = "tools-kill-group";
    /** A group without consumers, which lags behind. */
    private static final String LATE = "tools-kill-late";

    private static final String CLONE = "tools-kill-clone";
    private static final String PRODUCERS = "tools-kill-producer";
    private static final int QUEUES = 4;
    private static final int LAST = Integer.MAX_VALUE;
    private static final int FIRST = 20;
    private static final int MORE = 8;

    private final LocalCluster cluster;
    private final Await await;
    private final Map<StockVersion, AdminProgram> clients = new LinkedHashMap<>();
    private final Map<StockVersion, EventLog> consumed = new LinkedHashMap<>();
    private final EventLog sent = new EventLog();
    private final List<EventProcess> processes = new ArrayList<>();
    private final StockClient recent;
    private final AdminProgram mqadmin;
    private Map<StockVersion, List<Map<String, String>>> figuresBefore = Map.of();
    private int victim;

    AdminToolsFailoverIT(ClusterHarness harness) {
        this.cluster = harness.cluster();
        this.await = cluster.await();
        this.recent = harness.stock(StockVersion.V5_5_0);
        this.mqadmin = AdminProgram.mqadmin(recent, await);
        for (StockVersion version : StockVersion.values()) {
            clients.put(version, AdminProgram.client(harness.stock(version), await));
            consumed.put(version, new EventLog());
        }
        cluster.createTopic(TOPIC, QUEUES);
        consumed.forEach((version, log) -> processes.add(consume(harness.stock(version), GROUP, log)));
    }

    private static EventProcess consume(StockClient stock, String group, EventLog log) {
        return stock.start(
                "StockPushConsumer",
                log,
                "--topic",
                TOPIC,
                "--group",
                group,
                "--instance",
                stock.version().name(),
                "--poll-ms",
                "1000",
                "--persist-ms",
                "500",
                "--trace",
                "true");
    }

    @BeforeAll
    void fillAndKill() {
        await.until("consumers", TIMEOUT, () -> consumed.values().stream().allMatch(log -> log.has("ready")));
        produce(sent, TOPIC, FIRST);
        await.until("the first messages", TIMEOUT, () -> sent.has("all-sent"));
        try (EventProcess late = consume(recent, LATE, new EventLog())) {
            await.until("progress", TIMEOUT, () -> Progress.committed(cluster, LATE, TOPIC, QUEUES) == FIRST);
            late.end(TIMEOUT);
        }
        EventLog more = new EventLog();
        produce(more, TOPIC, MORE);
        await.until("progress", TIMEOUT, () -> Progress.committed(cluster, GROUP, TOPIC, QUEUES) == FIRST + MORE);
        assertTraced(sent.of("sent").get(0));
        figuresBefore = figures();
        String cloned = mqadmin.run("cloneGroupOffset -s " + LATE + " -d " + CLONE + " -t " + TOPIC);
        assertTrue(cloned.contains("clone group offset success"), cloned);
        victim = cluster.leader(0).orElseThrow();
        cluster.kill(victim);
        cluster.awaitLeaders();
    }

    private AdminProgram client(StockVersion version) {
        return Objects.requireNonNull(clients.get(version));
    }

    /** A producer that lives on. */
    private void produce(EventLog log, String topic, int count) {
        processes.add(recent.start(
                "StockProducer",
                log,
                "--topic",
                topic,
                "--group",
                PRODUCERS,
                "--count",
                Integer.toString(count),
                "--poll-ms",
                "1000",
                "--heartbeat-ms",
                "1000",
                "--trace",
                "true",
                "--stay",
                "true"));
    }

    @AfterAll
    void close() {
        clients.values().forEach(AdminProgram::close);
        mqadmin.close();
        processes.forEach(EventProcess::close);
        if (!cluster.isRunning(victim)) {
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
        }
    }

    @Test
    void figuresAreWhatTheyWere() {
        assertEquals(figuresBefore, figures());
        assertPrints("consumerProgress -g " + GROUP, "Consume Diff Total: 0");
        assertPrints("consumerProgress -g " + LATE, "Consume Diff Total: " + MORE);
    }

    /** Of the topic's queues and of what both groups have of them, as either release reads them. */
    private Map<StockVersion, List<Map<String, String>>> figures() {
        Map<StockVersion, List<Map<String, String>>> figures = new LinkedHashMap<>();
        clients.forEach((version, client) -> figures.put(
                version,
                Stream.of("examineTopicStats " + TOPIC, "examineConsumeStats " + GROUP, "examineConsumeStats " + LATE)
                        .map(client::run)
                        .map(AdminToolsFailoverIT::queues)
                        .toList()));
        return figures;
    }

    /** What a tool is told of each queue, in the notation of its JSON library; without rates, which are no queue's. */
    private static Map<String, String> queues(String answer) {
        Map<String, String> queues = Pattern.compile("\\{(\"brokerName\":[^}]*)}:\\{([^}]*)}")
                .matcher(answer)
                .results()
                .collect(TreeMap::new, AdminToolsFailoverIT::put, Map::putAll);
        assertTrue(queues.size() >= QUEUES, answer);
        return queues;
    }

    private static void put(Map<String, String> figures, MatchResult queue) {
        figures.put(queue.group(1), queue.group(2));
    }

    @Test
    void offsetsAreClonedBeforeAndAfter() {
        assertEquals(FIRST, Progress.committed(cluster, CLONE, TOPIC, QUEUES));
        clients.forEach((version, client) -> {
            String copy = CLONE + version.name();
            String cloned = client.run("cloneGroupOffset " + LATE + " " + copy + " " + TOPIC + " false");
            assertEquals("null", cloned);
            assertEquals(FIRST, Progress.committed(cluster, copy, TOPIC, QUEUES), version::toString);
        });
    }

    @Test
    void noGroupIsEmptied() {
        for (int node = 0; node < 3; node++) {
            if (node != victim) {
                String address = cluster.spec().clientAddress(node, 0);
                assertPrints("consumerConnection -g " + GROUP + " -b " + address, "V4_9_8", "V5_5_0");
            }
        }
        assertPrints("consumerConnection -g " + GROUP, clientIds().toArray(String[]::new));
        // A producer is known to a new leader with the first heartbeat that finds it.
        mqadmin.until(TIMEOUT, "producerConnection -g " + PRODUCERS + " -t " + TOPIC, "V5_5_0");
    }

    private List<String> clientIds() {
        String connections = client(StockVersion.V5_5_0).run("examineConsumerConnectionInfo " + GROUP);
        List<String> ids = Pattern.compile("\"clientId\":\"([^\"]+)\"")
                .matcher(connections)
                .results()
                .map(id -> id.group(1))
                .toList();
        assertEquals(2, ids.size(), connections);
        return ids;
    }

    @Test
    void clientsTellWhatTheyDo() {
        List<String> ids = clientIds();
        clients.forEach((version, client) -> {
            for (String id : ids) {
                String info = client.run("getConsumerRunningInfo " + GROUP + " " + id + " true");
                assertTrue(info.contains("\"jstack\"") && info.contains("\"topic\":\"" + TOPIC + "\""), info);
            }
            String status = client.run("getConsumeStatus " + TOPIC + " " + GROUP + " null");
            assertTrue(ids.stream().allMatch(status::contains), status);
            assertEquals(FIRST + MORE, sumOfOffsets(status), status);
        });
        for (String id : ids) {
            // What a client says of itself may well name exceptions.
            String status = mqadmin.run("consumerStatus -g " + GROUP + " -i " + id + " -s");
            assertTrue(status.contains("#Consumer MQ Detail#") && status.contains(TOPIC), status);
        }
    }

    /** Of a map in which queues have offsets. */
    private static long sumOfOffsets(String status) {
        Matcher queues = Pattern.compile("topic=" + TOPIC + ", brokerName=ring-0, queueId=\\d+]=(\\d+)")
                .matcher(status);
        return queues.results()
                .mapToLong(queue -> Long.parseLong(queue.group(1)))
                .sum();
    }

    /** Tools go to the node in the message's id. */
    @Test
    void eachConsumerTakesAMessageThatTheKilledLeaderStored() {
        Event message = sent.of("sent").get(0);
        for (String id : clientIds()) {
            StockVersion owner = id.contains(StockVersion.V4_9_8.name()) ? StockVersion.V4_9_8 : StockVersion.V5_5_0;
            EventLog log = Objects.requireNonNull(consumed.get(owner));
            clients.forEach((version, client) -> {
                long before = deliveries(log, message);
                String result = client.run(
                        "consumeMessageDirectly " + GROUP + " " + id + " " + TOPIC + " " + message.get("msgId"));
                assertTrue(result.contains("CR_SUCCESS"), version + " to " + owner + ": " + result);
                await.until("the message", TIMEOUT, () -> deliveries(log, message) == before + 1);
            });
        }
    }

    private static long deliveries(EventLog log, Event message) {
        return log.ids("consumed").stream().filter(message.get("id")::equals).count();
    }

    @Test
    void tracesAreFoundAndFollow() {
        assertTraced(sent.of("sent").get(0));
        String later = TOPIC + "-traced";
        cluster.createTopic(later, 1);
        EventLog log = new EventLog();
        produce(log, later, 1);
        await.until("a message to the new leader", TIMEOUT, () -> log.has("sent"));
        awaitTrace(log.of("sent").get(0), "Pub");
    }

    private void assertTraced(Event message) {
        awaitTrace(message, "Pub", "Sub");
    }

    private void awaitTrace(Event message, String... parts) {
        mqadmin.until(TIMEOUT, "queryMsgTraceById -i " + message.get("msgId"), parts);
    }

    @Test
    @Order(LAST)
    void theKilledNodeTellsTheSameWhenItIsBack() {
        cluster.startNode(victim);
        cluster.awaitAllRegistered();
        String address = cluster.spec().clientAddress(victim, 0);
        assertPrints("consumerConnection -g " + GROUP + " -b " + address, "V4_9_8", "V5_5_0");
        figuresAreWhatTheyWere();
    }

    private void assertPrints(String line, String... parts) {
        String output = mqadmin.run(line);
        for (String part : parts) {
            assertTrue(output.contains(part), () -> part + " is not in " + output);
        }
        assertFalse(output.contains("Exception"), output);
    }
}
