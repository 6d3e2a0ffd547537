package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
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
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Transactions of stock producers, of our SDK, and of a producer that died, while the leader is killed, hands over, and
 * while all nodes are killed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int QUEUES = 4;
    private static final int COUNT = 150;
    private static final int ABANDONED = 5;
    private static final String PLAN = "commit,rollback,commit,late-commit,late-rollback";
    private static final String ID = "systest_id";
    private static final String RESTING = "TRANS_CHECK_MAX_TIME_TOPIC";

    private final ClusterHarness harness =
            ClusterHarness.start("transactions", spec -> spec.withBrokerKey("transactionCheckInterval", "1000"));
    private final LocalCluster cluster = harness.cluster();
    /** Of all transactions so far that nobody ended. */
    private final Set<String> resting = new TreeSet<>();

    @AfterAll
    void stop() {
        harness.close();
    }

    /** A stock producer, and what it said. */
    private record Running(String topic, EventLog log, EventProcess process) {}

    @ParameterizedTest
    @EnumSource
    void eachTransactionEndsOnce(Disturbance disturbance) {
        String abandonedTopic = "abandoned-" + disturbance.name();
        abandon(abandonedTopic);
        List<Running> producers = new ArrayList<>();
        for (StockVersion version : StockVersion.values()) {
            String topic = "transactions-" + version.name() + "-" + disturbance.name();
            producers.add(start(harness.stock(version), topic, PLAN, COUNT));
        }
        String sdkTopic = "transactions-sdk-" + disturbance.name();
        Set<String> committedBySdk;
        try {
            producers.forEach(producer -> await(
                    producer,
                    "some transactions",
                    () -> producer.log.ids("sent").size() > COUNT / 4));
            committedBySdk = sdkTransactions(sdkTopic, disturbance);
            producers.forEach(this::awaitTheEnd);
            producers.forEach(producer -> producer.process.end(TIMEOUT));
        } finally {
            producers.forEach(producer -> producer.process.close());
        }
        Disturbance.repair(cluster);
        assertEachOnce(sdkTopic, committedBySdk, Set.of());
        producers.forEach(producer -> assertEachOnce(
                producer.topic,
                ended(producer.log, "commit", "late-commit"),
                new TreeSet<>(producer.log.ids("failed"))));
        cluster.await().until("what nobody ended to rest", TIMEOUT, () -> stored(RESTING, 1) >= resting.size());
        assertEachOnce(RESTING, resting, Set.of());
        assertEquals(0, stored(abandonedTopic, QUEUES));
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

    /** Begins transactions of which nobody can be asked, because their producer dies. */
    private void abandon(String topic) {
        Running abandoned = start(harness.stock(StockVersion.V5_5_0), topic, "silent", ABANDONED);
        try {
            await(abandoned, "all transactions", () -> abandoned.log.has("all-sent"));
        } finally {
            abandoned.process.close();
        }
        assertEquals(ABANDONED, abandoned.log.ids("sent").size(), abandoned.log.toString());
        resting.addAll(abandoned.log.ids("sent"));
    }

    /** Transactions of our SDK, one of which the ring is disturbed in. Returns the ids of those that are committed. */
    private Set<String> sdkTransactions(String topic, Disturbance disturbance) {
        cluster.createTopic(topic, QUEUES);
        Set<String> committed = ConcurrentHashMap.newKeySet();
        try (TransactionalProducer producer = TransactionalProducer.builder()
                .nameservers(cluster.spec().namesrvAddress())
                .group(topic)
                .timeout(Duration.ofSeconds(20))
                .checker(open ->
                        committed.contains(open.message().properties().get(ID)) ? Decision.COMMIT : Decision.ROLLBACK)
                .build()) {
            for (int i = 0; i < COUNT; i++) {
                String id = "sdk-" + i;
                if (i % 3 != 2) {
                    committed.add(id);
                }
                try (Transaction transaction =
                        producer.begin(Message.of(topic, "body of " + id).withProperty(ID, id))) {
                    if (i == COUNT / 10) {
                        disturbance.strike(cluster);
                    }
                    if (i % 3 == 0) {
                        transaction.commit();
                    } else if (i % 3 == 1) {
                        transaction.leaveOpen();
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
                "--prefix",
                topic,
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
        return new Running(topic, log, process);
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

    /** @param failed of which the producer does not know whether they began */
    private void assertEachOnce(String topic, Set<String> committed, Set<String> failed) {
        Map<String, Integer> counts = harness.storedIds(topic);
        committed.forEach(id -> assertEquals(1, counts.getOrDefault(id, 0), id));
        counts.forEach((id, count) -> {
            assertEquals(1, count, id);
            assertTrue(committed.contains(id) || failed.contains(id), id + " was not committed");
        });
    }
}
