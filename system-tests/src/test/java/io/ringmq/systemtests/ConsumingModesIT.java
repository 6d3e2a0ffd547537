package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which a stock consumer shares, or does not share, the queues of a topic. */
@ParameterizedClass
@EnumSource(StockVersion.class)
@ExtendWith(SharedCluster.class)
class ConsumingModesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int QUEUES = 4;

    /** Less than four retries take at the delays of a group without a policy: 10 s, 30 s, 1 and 2 min. */
    private static final Duration RETRIES_TIMEOUT = Duration.ofMinutes(2);

    private static final String EVERY_SECOND = "{\"type\":\"CUSTOMIZED\",\"customizedRetryPolicy\":{\"next\":[1000]}}";

    /** A route poll that never comes. */
    private static final String NEVER = "3600000";

    private final LocalCluster cluster;
    private final Await await;
    private final StockClient stock;
    private final StockClient admin;
    private final String suffix;
    private final List<EventProcess> consumers = new ArrayList<>();

    ConsumingModesIT(StockVersion version, ClusterHarness harness) {
        this.cluster = harness.cluster();
        this.await = cluster.await();
        this.stock = harness.stock(version);
        this.admin = harness.stock(StockVersion.V5_5_0);
        this.suffix = "-modes-" + version.name();
    }

    @AfterEach
    void killConsumers() {
        consumers.forEach(EventProcess::close);
    }

    @Test
    void everyModeGetsEveryMessageThoughTheLeaderIsKilled() {
        String topic = "kill" + suffix;
        cluster.createTopic(topic, QUEUES);
        List<EventLog> following = List.of(
                start("StockModesConsumer", topic, "broadcast", "--instance", "one", "--model", "BROADCASTING"),
                start("StockModesConsumer", topic, "broadcast", "--instance", "two", "--model", "BROADCASTING"),
                start("StockModesConsumer", topic, "hash", "--strategy", "hash"),
                start("StockLitePullConsumer", topic, "subscribed"));
        // Such a client does not poll routes: it goes on when the node it knows is back, as a follower.
        EventLog assigned = start("StockLitePullConsumer", topic, "assigned", "--assign", "true");
        EventLog sent = new EventLog();
        try (EventProcess producer = stock.start(
                "StockStream", sent, "--topic", topic, "--threads", "2", "--pause-ms", "20", "--poll-ms", "1000")) {
            awaitMore("messages before", following, 20);
            awaitMore("messages before", List.of(assigned), 20);
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            try {
                awaitMore("messages of the new leader", following, 20);
            } finally {
                cluster.startNode(victim);
                cluster.awaitAllRegistered();
            }
            producer.end(TIMEOUT);
        }
        Set<String> acked = Set.copyOf(sent.ids("acked"));
        for (EventLog log : following) {
            await.until("every message", TIMEOUT, () -> log.ids("consumed").containsAll(acked));
        }
        await.until(
                "every message, assigned",
                TIMEOUT,
                () -> assigned.ids("consumed").containsAll(acked));
    }

    private void awaitMore(String what, List<EventLog> logs, int messages) {
        for (EventLog log : logs) {
            int before = log.of("consumed").size();
            await.until(what, TIMEOUT, () -> log.of("consumed").size() >= before + messages);
        }
    }

    /** By the retry policy of its group. */
    @Test
    void whatAlwaysFailsBecomesADeadLetterThoughTheLeaderIsKilled() {
        String topic = "dead" + suffix;
        cluster.createTopic(topic, QUEUES);
        String policy =
                admin.mqadmin(TIMEOUT, "updateSubGroup", "-c", "RingMQ", "-g", "dead" + suffix, "-p", EVERY_SECOND);
        assertTrue(policy.contains("success"), policy);
        EventLog log = start("StockPushConsumer", topic, "dead", "--fail", "true", "--max-reconsume", "4");
        List<String> sent = send(topic, "m");
        await.until("first deliveries", TIMEOUT, () -> log.ids("consumed").containsAll(sent));
        int victim = cluster.leader(0).orElseThrow();
        cluster.kill(victim);
        cluster.awaitLeaders();
        try {
            await.until("dead letters", RETRIES_TIMEOUT, () -> cluster.view().hasRoute("%DLQ%dead" + suffix));
            await.until("all dead letters", RETRIES_TIMEOUT, () -> deadLetters().containsAll(sent));
        } finally {
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
        }
        assertEquals(Set.copyOf(sent), Set.copyOf(deadLetters()));
    }

    private List<String> deadLetters() {
        return stock.run(
                        "StockPullConsumer",
                        TIMEOUT,
                        "--topic",
                        "%DLQ%dead" + suffix,
                        "--group",
                        "dead-letters" + suffix)
                .ids("consumed");
    }

    @Test
    void whatTakesTooLongComesAgainThoughTheLeaderIsKilled() {
        String topic = "stuck" + suffix;
        cluster.createTopic(topic, QUEUES);
        EventLog log = start("StockTimeoutConsumer", topic, "stuck");
        List<String> sent = send(topic, "m");
        await.until("first deliveries", TIMEOUT, () -> log.ids("stuck").containsAll(sent));
        int victim = cluster.leader(0).orElseThrow();
        cluster.kill(victim);
        cluster.awaitLeaders();
        try {
            await.until("all of them again", TIMEOUT, () -> log.ids("consumed").containsAll(sent));
        } finally {
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
        }
        await.until("its progress", TIMEOUT, () -> committed("stuck", topic) == sent.size());
    }

    @Test
    void strategiesDivideTheQueuesAsTheySay() {
        String topic = "divide" + suffix;
        cluster.createTopic(topic, QUEUES);
        Pair circle = pair(topic, "circle", List.of("--strategy", "circle"), List.of("--strategy", "circle"));
        Pair hash = pair(topic, "hash", List.of("--strategy", "hash"), List.of("--strategy", "hash"));
        Pair config = pair(topic, "config", byConfig("0"), byConfig("1,2,3"));
        await.until(
                "circle: every second queue",
                TIMEOUT,
                () -> circle.divide(send(topic, "circle"), await).equals(List.of(Set.of("0", "2"), Set.of("1", "3"))));
        await.until(
                "by config: the queues that were given",
                TIMEOUT,
                () -> config.divide(send(topic, "config"), await).equals(List.of(Set.of("0"), Set.of("1", "2", "3"))));
        await.until("consistent hash: no queue of both, none of neither", TIMEOUT, () -> {
            List<Set<String>> queues = hash.divide(send(topic, "hash"), await);
            return Collections.disjoint(queues.get(0), queues.get(1))
                    && queues.get(0).size() + queues.get(1).size() == QUEUES;
        });
    }

    private static List<String> byConfig(String queues) {
        return List.of("--strategy", "config", "--broker", "ring-0", "--queues", queues);
    }

    private Pair pair(String topic, String group, List<String> first, List<String> second) {
        List<String> one = new ArrayList<>(first);
        one.addAll(List.of("--instance", "one"));
        List<String> two = new ArrayList<>(second);
        two.addAll(List.of("--instance", "two"));
        return new Pair(
                start("StockModesConsumer", topic, group, one.toArray(String[]::new)),
                start("StockModesConsumer", topic, group, two.toArray(String[]::new)));
    }

    private List<String> send(String topic, String prefix) {
        return stock.run(
                        "StockProducer",
                        TIMEOUT,
                        "--topic",
                        topic,
                        "--count",
                        "16",
                        "--prefix",
                        prefix + await.clock().millis())
                .ids("sent");
    }

    /** Two consumers of a group. */
    private record Pair(EventLog one, EventLog two) {
        /** The queues in which either found these messages. */
        List<Set<String>> divide(List<String> ids, Await await) {
            await.until(
                    "the round",
                    TIMEOUT,
                    () -> Stream.of(one, two)
                            .flatMap(log -> log.ids("consumed").stream())
                            .collect(Collectors.toSet())
                            .containsAll(ids));
            return List.of(queues(one, ids), queues(two, ids));
        }

        private static Set<String> queues(EventLog log, List<String> ids) {
            return log.of("consumed").stream()
                    .filter(event -> ids.contains(event.get("id")))
                    .map(event -> event.get("queue"))
                    .collect(Collectors.toSet());
        }
    }

    /** A consumer whose route is old reads from the former leader and commits there. */
    @Test
    void offsetsCommittedToAFollowerReachTheLeader() {
        String topic = "relay" + suffix;
        cluster.createTopic(topic, QUEUES);
        EventLog log = start("StockModesConsumer", topic, "relay", "--poll-ms", NEVER, "--persist-ms", "500");
        List<String> before = send(topic, "before");
        await.until("messages", TIMEOUT, () -> log.ids("consumed").containsAll(before));
        int former = cluster.leader(0).orElseThrow();
        AdminTool.Outcome moved = new AdminTool(cluster).run("transfer-leader", "ring-0");
        assertEquals(0, moved.exitCode(), moved.toString());
        await.until("another leader", TIMEOUT, () -> cluster.leader(0).orElse(former) != former);
        List<String> after = send(topic, "after");
        await.until(
                "messages from the former leader",
                TIMEOUT,
                () -> log.ids("consumed").containsAll(after));
        await.until("the new leader to know", TIMEOUT, () -> committed("relay", topic) == before.size() + after.size());
        List<String> last = send(topic, "last");
        await.until("the last messages", TIMEOUT, () -> log.ids("consumed").containsAll(last));
        await.until(
                "all to be committed",
                TIMEOUT,
                () -> committed("relay", topic) == before.size() + after.size() + last.size());
        consumers.forEach(consumer -> consumer.end(TIMEOUT));
    }

    private long committed(String group, String topic) {
        return Progress.committed(cluster, group + suffix, topic, QUEUES);
    }

    private EventLog start(String program, String topic, String group, String... more) {
        EventLog log = new EventLog();
        String[] arguments = Arguments.of(more, "--topic", topic, "--group", group + suffix);
        consumers.add(stock.start(program, log, withPoll(arguments)));
        await.until(program + " to start", TIMEOUT, () -> log.has("ready"));
        return log;
    }

    private static String[] withPoll(String[] arguments) {
        return List.of(arguments).contains("--poll-ms")
                ? arguments
                : Arguments.of(new String[] {"--poll-ms", "1000"}, arguments);
    }
}
