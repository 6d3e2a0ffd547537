package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What stock consumers of both supported generations select by the properties of messages. */
@ParameterizedClass
@EnumSource(StockVersion.class)
@ExtendWith(SharedCluster.class)
class FilterIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int QUEUES = 4;
    private static final int MESSAGES = 60;

    private final ClusterHarness harness;
    private final Await await;
    private final StockClient stock;
    private final String suffix;

    FilterIT(StockVersion version, ClusterHarness harness) {
        this.harness = harness;
        this.await = harness.cluster().await();
        this.stock = harness.stock(version);
        this.suffix = "-sql-" + version.name();
    }

    @Test
    void everyKindOfConsumerGetsWhatItsExpressionSelects() {
        String topic = "select" + suffix;
        String sql = "n BETWEEN 10 AND 49 AND TAGS IN ('A', 'B') AND missing IS NULL";
        harness.cluster().createTopic(topic, QUEUES);
        EventLog pushed = new EventLog();
        EventLog polled = new EventLog();
        Set<String> wanted;
        try (EventProcess push = start("StockModesConsumer", pushed, topic, "push", "--sql", sql);
                EventProcess lite = start("StockLitePullConsumer", polled, topic, "lite", "--sql", sql)) {
            List<String> sent = stock.run(
                            "StockProducer",
                            TIMEOUT,
                            "--topic",
                            topic,
                            "--count",
                            Integer.toString(MESSAGES),
                            "--tags",
                            "A,B,C")
                    .ids("sent");
            wanted = sent.stream()
                    .filter(id -> isWanted(Integer.parseInt(id.substring(2))))
                    .collect(Collectors.toCollection(TreeSet::new));
            await.until(
                    "selected messages",
                    TIMEOUT,
                    () -> pushed.ids("consumed").containsAll(wanted)
                            && polled.ids("consumed").containsAll(wanted));
            push.end(TIMEOUT);
            lite.end(TIMEOUT);
        }
        EventLog pulled =
                stock.run("StockPullConsumer", TIMEOUT, "--topic", topic, "--group", "pull" + suffix, "--sql", sql);
        assertEquals(27, wanted.size());
        assertEquals(wanted, new TreeSet<>(pushed.ids("consumed")));
        assertEquals(wanted, new TreeSet<>(polled.ids("consumed")));
        assertEquals(wanted, new TreeSet<>(pulled.ids("consumed")));
        pulled.of("stored").forEach(stored -> assertTrue(stored.number("offset") > 0, "progress is behind all"));
    }

    private static boolean isWanted(int n) {
        return n >= 10 && n <= 49 && n % 3 < 2;
    }

    @Test
    void illegalExpressionIsRefusedBeforeTheConsumerStarts() {
        String topic = "illegal" + suffix;
        harness.cluster().createTopic(topic, QUEUES);
        EventLog log = stock.run(
                "StockModesConsumer", TIMEOUT, "--topic", topic, "--group", "illegal" + suffix, "--sql", "n > > 1");
        Event refused = log.of("refused").get(0);
        assertEquals(ResponseCode.SUBSCRIPTION_PARSE_FAILED, refused.number("code"));
        assertTrue(refused.get("message").contains("found '>' at 4"), refused.toString());
    }

    @Test
    void killedLeaderCostsNoSelectedMessage() {
        String topic = "killed" + suffix;
        String sql = "systest_id ENDSWITH '7'";
        harness.cluster().createTopic(topic, QUEUES);
        EventLog sent = new EventLog();
        EventLog consumed = new EventLog();
        try (EventProcess consumer =
                        start("StockModesConsumer", consumed, topic, "killed", "--sql", sql, "--poll-ms", "1000");
                EventProcess producer = stock.start(
                        "StockStream",
                        sent,
                        "--topic",
                        topic,
                        "--threads",
                        "2",
                        "--pause-ms",
                        "2",
                        "--poll-ms",
                        "1000")) {
            await.until("messages", TIMEOUT, () -> consumed.ids("consumed").size() >= 20);
            int victim = harness.cluster().leader(0).orElseThrow();
            harness.cluster().kill(victim);
            harness.cluster().awaitLeaders();
            try {
                int before = consumed.ids("consumed").size();
                await.until(
                        "messages of the new leader",
                        TIMEOUT,
                        () -> consumed.ids("consumed").size() >= before + 20);
            } finally {
                harness.cluster().startNode(victim);
                harness.cluster().awaitAllRegistered();
            }
            producer.end(TIMEOUT);
            Set<String> wanted = selected(sent.ids("acked"));
            await.until(
                    "every selected message",
                    TIMEOUT,
                    () -> consumed.ids("consumed").containsAll(wanted));
            consumer.end(TIMEOUT);
        }
        List<String> ids = consumed.ids("consumed");
        assertEquals(Set.copyOf(ids), selected(ids), "nothing else is delivered");
    }

    private static Set<String> selected(List<String> ids) {
        return ids.stream().filter(id -> id.endsWith("7")).collect(Collectors.toSet());
    }

    private EventProcess start(String program, EventLog log, String topic, String group, String... more) {
        EventProcess process =
                stock.start(program, log, Arguments.of(more, "--topic", topic, "--group", group + suffix));
        await.until(program + " to start", TIMEOUT, () -> log.has("ready"));
        return process;
    }
}
