package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.client.producer.Message;
import io.ringmq.client.transaction.Decision;
import io.ringmq.client.transaction.Transaction;
import io.ringmq.client.transaction.TransactionalProducer;
import io.ringmq.remoting.header.QueueOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stock producers of transactions, while the leader dies, hands over, or everything is killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int QUEUES = 4;
    private static final int COUNT = 200;
    private static final String PLAN = "commit,rollback,commit,late-commit,late-rollback";
    private static final String RESTING = "TRANS_CHECK_MAX_TIME_TOPIC";

    private final ClusterHarness harness =
            ClusterHarness.start("transactions", spec -> spec.withBrokerKey("transactionCheckInterval", "1000"));
    private final LocalCluster cluster = harness.cluster();

    @AfterAll
    void stop() {
        harness.close();
    }

    private enum Fault {
        LEADER_KILLED,
        LEADER_TERMINATED,
        ALL_KILLED
    }

    /** A stock producer, and what it said. */
    private record Running(StockClient stock, String topic, EventLog log, EventProcess process) {}

    @ParameterizedTest
    @EnumSource(Fault.class)
    void eachTransactionEndsOnce(Fault fault) {
        List<Running> producers = new ArrayList<>();
        for (StockVersion version : StockVersion.values()) {
            producers.add(
                    start(harness.stock(version), "transactions-" + version.name() + "-" + fault.name(), PLAN, COUNT));
        }
        try {
            producers.forEach(producer -> await(
                    producer,
                    "some transactions",
                    () -> producer.log.ids("sent").size() > COUNT / 4));
            List<Integer> down = strike(fault);
            cluster.awaitLeaders();
            producers.forEach(this::awaitTheEnd);
            down.forEach(cluster::startNode);
            cluster.awaitAllRegistered();
            producers.forEach(producer -> assertEachOnce(
                    producer.stock,
                    producer.topic,
                    ended(producer.log, "commit", "late-commit"),
                    new TreeSet<>(producer.log.ids("failed"))));
            producers.forEach(producer -> producer.process.end(TIMEOUT));
        } finally {
            producers.forEach(producer -> producer.process.close());
        }
    }

    private void awaitTheEnd(Running producer) {
        EventLog log = producer.log;
        await(producer, "all transactions", () -> log.has("all-sent"));
        Set<String> late = ended(log, "late-commit", "late-rollback");
        await(producer, "questions", () -> log.ids("checked").containsAll(late));
        int committed = ended(log, "commit", "late-commit").size();
        await(producer, "every commit", () -> stored(producer.topic, QUEUES) >= committed);
    }

    private void await(Running producer, String what, BooleanSupplier happened) {
        producer.process.until(what + " of " + producer.topic, TIMEOUT, cluster.await(), happened);
    }

    /** Returns the nodes that are down afterwards. */
    private List<Integer> strike(Fault fault) {
        int leader = cluster.leader(0).orElseThrow();
        switch (fault) {
            case LEADER_KILLED -> {
                cluster.kill(leader);
                return List.of(leader);
            }
            case LEADER_TERMINATED -> {
                cluster.terminate(leader);
                return List.of(leader);
            }
            case ALL_KILLED -> {
                for (int node = 0; node < 3; node++) {
                    cluster.kill(node);
                }
                for (int node = 0; node < 3; node++) {
                    cluster.startNode(node);
                }
            }
        }
        return List.of();
    }

    /** A producer that died is asked for in vain, while the leader dies under another one, of our SDK. */
    @Test
    void whatNobodyEndsIsSetAside() {
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        Running abandoned = start(stock, "abandoned", "silent", 5);
        try {
            await(abandoned, "all transactions", () -> abandoned.log.has("all-sent"));
        } finally {
            abandoned.process.close();
        }
        String topic = "sdk-transactions";
        cluster.createTopic(topic, QUEUES);
        int victim = cluster.leader(0).orElseThrow();
        Set<String> committed = sdkTransactions(topic, victim);
        cluster.startNode(victim);
        cluster.awaitAllRegistered();
        assertEachOnce(stock, topic, committed, Set.of());
        List<String> sent = abandoned.log.ids("sent");
        assertEquals(5, sent.size(), abandoned.log.toString());
        cluster.await().until("the messages to rest", TIMEOUT, () -> stored(RESTING, 1) >= sent.size());
        assertEquals(0, stored(abandoned.topic, QUEUES));
        assertEquals(counted(sent), counted(pulled(stock, RESTING)));
    }

    /** Returns the ids of those that are committed, at once or when asked. */
    private Set<String> sdkTransactions(String topic, int victim) {
        Set<String> committed = new TreeSet<>();
        try (TransactionalProducer producer = TransactionalProducer.builder()
                .nameservers(cluster.spec().namesrvAddress())
                .group("sdk")
                .timeout(Duration.ofSeconds(20))
                .checker(open -> Decision.COMMIT)
                .build()) {
            for (int i = 0; i < COUNT; i++) {
                String id = "sdk-" + i;
                Message message = Message.of(topic, "body of " + id).withProperty("systest_id", id);
                try (Transaction transaction = producer.begin(message)) {
                    if (i == COUNT / 2) {
                        cluster.kill(victim);
                    }
                    if (i % 3 == 0) {
                        transaction.commit();
                        committed.add(id);
                    } else if (i % 3 == 1) {
                        transaction.leaveOpen();
                        committed.add(id);
                    }
                }
            }
            cluster.await().until("every commit", TIMEOUT, () -> stored(topic, QUEUES) >= committed.size());
        }
        return committed;
    }

    private Running start(StockClient stock, String topic, String plan, int count) {
        cluster.createTopic(topic, QUEUES);
        EventLog log = new EventLog();
        EventProcess process = stock.start(
                "StockTransactionProducer",
                log,
                "--topic",
                topic,
                "--group",
                "group-of-" + topic,
                "--plan",
                plan,
                "--count",
                Integer.toString(count),
                "--pause-ms",
                "10",
                "--poll-ms",
                "1000",
                "--heartbeat-ms",
                "1000");
        return new Running(stock, topic, log, process);
    }

    private static Set<String> ended(EventLog log, String... plans) {
        return log.of("sent").stream()
                .filter(sent -> List.of(plans).contains(sent.get("plan")))
                .map(sent -> sent.get("id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many messages the topic has. */
    private long stored(String topic, int queues) {
        long sum = 0;
        for (int queue = 0; queue < queues; queue++) {
            Command question = Command.request(RequestCode.GET_MAX_OFFSET, new QueueOffsetHeader(topic, queue, false));
            sum += cluster.view()
                    .leader("ring-0")
                    .flatMap(leader -> cluster.view().answer(leader, question))
                    .map(answer -> Long.parseLong(answer.fields().getOrDefault("offset", "0")))
                    .orElse(0L);
        }
        return sum;
    }

    private static List<String> pulled(StockClient stock, String topic) {
        return stock.run("StockPullConsumer", TIMEOUT, "--topic", topic, "--group", "counting").of("consumed").stream()
                .map((Event consumed) -> consumed.get("id"))
                .toList();
    }

    private static Map<String, Integer> counted(List<String> ids) {
        Map<String, Integer> counts = new TreeMap<>();
        ids.forEach(id -> counts.merge(id, 1, Integer::sum));
        return counts;
    }

    /** @param failed of which the producer does not know whether they began */
    private static void assertEachOnce(StockClient stock, String topic, Set<String> committed, Set<String> failed) {
        Map<String, Integer> counts = counted(pulled(stock, topic));
        committed.forEach(id -> assertEquals(1, counts.getOrDefault(id, 0), id));
        counts.forEach((id, count) -> {
            assertEquals(1, count, id);
            assertTrue(committed.contains(id) || failed.contains(id), id + " was not committed");
        });
    }
}
