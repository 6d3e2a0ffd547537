package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators do with {@code mqadmin} to consumer groups and to consumers that run. */
@ParameterizedClass
@EnumSource(StockVersion.class)
@ExtendWith(SharedCluster.class)
class ConsumerAdminIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** A stock client of 4.9 drops a queue for 10 s when it is told of a reset, and takes it up at its next rebalance. */
    private static final Duration RESET_TIMEOUT = Duration.ofSeconds(90);

    private static final String RING = "ring-0";
    private static final int QUEUES = 4;

    private final LocalCluster cluster;
    private final Await await;
    private final StockClient stock;
    private final String suffix;

    ConsumerAdminIT(StockVersion version, ClusterHarness harness) {
        this.cluster = harness.cluster();
        this.await = cluster.await();
        this.stock = harness.stock(version);
        this.suffix = "-" + version.name();
    }

    @Test
    void aGroupIsSentBackWhileItRunsAndWhenItDoesNotAcrossAFailover() {
        String topic = "reset" + suffix;
        cluster.createTopic(topic, QUEUES);
        List<String> before = send(topic, "before", 20);
        String between = Long.toString(await.clock().millis());
        List<String> after = send(topic, "after", 20);
        EventLog running = new EventLog();
        try (EventProcess consumer = push(running, topic)) {
            await.until("all messages", TIMEOUT, () -> running.ids("consumed").size() >= 40);
            reset(topic, between);
            int victim = killLeader();
            await.until("the later half again", RESET_TIMEOUT, () -> countOf(running, after) >= 40);
            restart(victim);
            await.until("its progress", TIMEOUT, () -> Progress.committed(cluster, topic, topic, QUEUES) == 40);
            consumer.end(TIMEOUT);
        }
        assertEquals(20, countOf(running, before), "the earlier half came once");

        reset(topic, between);
        int victim = killLeader();
        EventLog restarted = new EventLog();
        try (EventProcess consumer = push(restarted, topic)) {
            await.until(
                    "the later half", TIMEOUT, () -> restarted.ids("consumed").size() >= 20);
            consumer.end(TIMEOUT);
        } finally {
            restart(victim);
        }
        assertEquals(new TreeSet<>(after), new TreeSet<>(restarted.ids("consumed")));
    }

    private int killLeader() {
        int victim = cluster.leader(0).orElseThrow();
        cluster.kill(victim);
        cluster.awaitLeaders();
        return victim;
    }

    private void restart(int node) {
        cluster.startNode(node);
        cluster.awaitAllRegistered();
    }

    private void reset(String topic, String timestamp) {
        String output = mqadmin("resetOffsetByTime", "-g", topic, "-t", topic, "-s", timestamp, "-f", "true");
        assertTrue(output.contains(RING), output);
    }

    private static int countOf(EventLog log, List<String> ids) {
        return (int) log.ids("consumed").stream().filter(ids::contains).count();
    }

    @Test
    void aToolAsksAConsumerWhatItDoes() {
        String topic = "ask" + suffix;
        cluster.createTopic(topic, QUEUES);
        List<String> sent = send(topic, "m", 8);
        EventLog log = new EventLog();
        try (EventProcess consumer = push(log, topic)) {
            await.until("messages", TIMEOUT, () -> log.ids("consumed").containsAll(sent));
            askForStatus(topic, clientId(topic));
            consumer.end(TIMEOUT);
        }
    }

    private String clientId(String group) {
        String connections = mqadmin("consumerConnection", "-g", group);
        Matcher id = Pattern.compile("\\S+@\\S+").matcher(connections);
        assertTrue(id.find(), connections);
        return id.group();
    }

    private void askForStatus(String topic, String client) {
        // What a client says of itself is long, and may well name exceptions.
        String info = stock.mqadmin(TIMEOUT, "consumerStatus", "-g", topic, "-i", client);
        assertTrue(info.contains("Consumer Properties") && info.contains(topic), info);
    }

    private String mqadmin(String... arguments) {
        String output = stock.mqadmin(TIMEOUT, arguments);
        assertFalse(output.contains("Exception"), output);
        return output;
    }

    private List<String> send(String topic, String prefix, int count) {
        EventLog log = stock.run(
                "StockProducer", TIMEOUT, "--topic", topic, "--prefix", prefix, "--count", Integer.toString(count));
        assertEquals(List.of(), log.of("failed"));
        return log.ids("sent");
    }

    /** A consumer in the group that is called like the topic. */
    private EventProcess push(EventLog log, String topic) {
        EventProcess process = stock.start(
                "StockPushConsumer",
                log,
                "--topic",
                topic,
                "--group",
                topic,
                "--instance",
                "one",
                "--poll-ms",
                "1000",
                "--persist-ms",
                "500");
        await.until("the consumer to start", TIMEOUT, () -> log.has("ready"));
        return process;
    }
}
