package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.failover.FailoverTrial;
import io.ringmq.bench.failover.TrialPlan;
import io.ringmq.bench.failover.TrialResult;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leaders that die under the load of stock clients. */
@ExtendWith(SharedCluster.class)
class FailoverIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int POLL_MS = 1_000;

    private final ClusterHarness harness;
    private final LocalCluster cluster;

    FailoverIT(ClusterHarness harness) {
        this.harness = harness;
        this.cluster = harness.cluster();
    }

    @ParameterizedTest
    @CsvSource({"V4_9_8,1000", "V5_5_0,1000", "V5_5_0,30000"})
    void nothingAcknowledgedIsLostAndNoOffsetRewinds(StockVersion version, int pollMs) {
        String topic = "failover-" + version + "-" + pollMs;
        TrialPlan plan =
                new TrialPlan(topic.replace('.', '_'), 8, 0, pollMs, Duration.ofSeconds(4), Duration.ofSeconds(3));
        TrialResult result = new FailoverTrial(
                        cluster, harness.stock(version), plan, line -> System.out.println(topic + ": " + line))
                .run();
        System.out.println(topic + ": " + result);
        assertEquals(0, result.verdict().lost(), result.toString());
        assertEquals(List.of(), result.rewinds());
        assertTrue(result.verdict().acked() > 0, result.toString());
    }

    @Test
    void groupContinuesAfterItsCommittedOffsetsOnTheNewLeader() {
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        String topic = "offsets";
        cluster.createTopic(topic, 4);
        List<String> before = stock.run(
                        "StockProducer", TIMEOUT, "--topic", topic, "--count", "100", "--prefix", "before")
                .ids("sent");
        EventLog first = new EventLog();
        try (EventProcess consumer = consumer(stock, first, topic)) {
            cluster.await()
                    .until("all messages", TIMEOUT, () -> first.ids("consumed").containsAll(before));
            cluster.await()
                    .until(
                            "committed offsets",
                            TIMEOUT,
                            () -> Progress.committed(cluster, "group-" + topic, topic, 4) == before.size());
            consumer.end(TIMEOUT);
        }

        int victim = cluster.leader(0).orElseThrow();
        cluster.kill(victim);
        cluster.awaitLeaders();
        List<String> after = stock.run("StockProducer", TIMEOUT, "--topic", topic, "--count", "20", "--prefix", "after")
                .ids("sent");
        assertEquals(20, after.size());
        EventLog second = new EventLog();
        try (EventProcess consumer = consumer(stock, second, topic)) {
            cluster.await()
                    .until("new messages", TIMEOUT, () -> second.ids("consumed").containsAll(after));
            consumer.end(TIMEOUT);
        } finally {
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
        }
        assertEquals(new TreeSet<>(after), new TreeSet<>(second.ids("consumed")), "nothing is delivered again");
    }

    @Test
    void leaderThatIsStoppedInOrderHandsOver() {
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        int leader = cluster.leader(0).orElseThrow();
        cluster.terminate(leader);
        cluster.awaitLeaders();
        try {
            EventLog log = stock.run("StockProducer", TIMEOUT, "--topic", "handover", "--count", "10");
            assertEquals(10, log.ids("sent").size(), log.toString());
        } finally {
            cluster.startNode(leader);
            cluster.awaitAllRegistered();
        }
    }

    @Test
    void everyMessageIsThereAfterAllNodesWereKilledAtOnce() {
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        String topic = "blackout";
        cluster.createTopic(topic, 4);
        List<String> sent = stock.run("StockProducer", TIMEOUT, "--topic", topic, "--count", "200")
                .ids("sent");
        for (int node = 0; node < 3; node++) {
            cluster.kill(node);
        }
        for (int node = 0; node < 3; node++) {
            cluster.startNode(node);
        }
        cluster.awaitLeaders();
        cluster.awaitAllRegistered();
        EventLog pulled = stock.run("StockPullConsumer", TIMEOUT, "--topic", topic, "--group", "blackout");
        assertEquals(new TreeSet<>(sent), new TreeSet<>(pulled.ids("consumed")));
        assertEquals(sent.size(), pulled.ids("consumed").size(), "no message is there twice");
    }

    private EventProcess consumer(StockClient stock, EventLog log, String topic) {
        return stock.start(
                "StockPushConsumer",
                log,
                "--topic",
                topic,
                "--group",
                "group-" + topic,
                "--poll-ms",
                Integer.toString(POLL_MS),
                "--persist-ms",
                "500");
    }
}
