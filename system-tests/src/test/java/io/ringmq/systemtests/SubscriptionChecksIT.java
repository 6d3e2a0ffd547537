package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pulls of stock consumers are told when they and the heartbeats do not agree, by every replica, whoever leads. */
@ParameterizedClass
@EnumSource(StockVersion.class)
@ExtendWith(SharedCluster.class)
class SubscriptionChecksIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long NOW = 0;
    /** Versions are times in ms. */
    private static final long AN_HOUR_AHEAD = 3_600_000;

    private final LocalCluster cluster;
    private final StockClient stock;
    private final String topic;

    SubscriptionChecksIT(StockVersion version, ClusterHarness harness) {
        this.cluster = harness.cluster();
        this.stock = harness.stock(version);
        this.topic = "checks-" + version.name();
    }

    @Test
    void aPullIsJudgedByTheHeartbeatsAlsoOfTheNextLeader() {
        cluster.createTopic(topic, 1);
        cluster.createTopic(topic + "-other", 1);
        assertEquals(
                2,
                stock.run("StockProducer", TIMEOUT, "--topic", topic, "--count", "2")
                        .ids("sent")
                        .size());
        EventLog sql = new EventLog();
        EventLog tags = new EventLog();
        try (EventProcess bySql = start(sql, "sql", "--sql", "n >= 0");
                EventProcess byTags = start(tags, "tags")) {
            List<Integer> nodes = List.of(0, 1, 2);
            nodes.forEach(node -> assertChecks(node, bySql, sql, byTags, tags));
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            try {
                nodes.stream()
                        .filter(node -> node != victim)
                        .forEach(node -> assertChecks(node, bySql, sql, byTags, tags));
                assertIllegalIsRefused();
            } finally {
                cluster.startNode(victim);
                cluster.awaitAllRegistered();
            }
            assertChecks(victim, bySql, sql, byTags, tags);
            // Its first pull may be refused too, as it comes before the heartbeat; it waits for seconds then.
            bySql.until(
                    "what the expression selects",
                    TIMEOUT,
                    cluster.await(),
                    () -> sql.ids("consumed").containsAll(List.of("m-0", "m-1")));
            bySql.end(TIMEOUT);
            byTags.end(TIMEOUT);
        }
    }

    private EventProcess start(EventLog log, String group, String... more) {
        EventProcess process = stock.start(
                "StockSubscriber",
                log,
                Arguments.of(
                        more,
                        "--topic",
                        topic,
                        "--group",
                        group(group),
                        "--poll-ms",
                        "1000",
                        "--heartbeat-ms",
                        "1000"));
        process.until("a consumer", TIMEOUT, cluster.await(), () -> log.has("ready"));
        return process;
    }

    private String group(String name) {
        return name + "-" + topic;
    }

    private void assertChecks(int node, EventProcess bySql, EventLog sql, EventProcess byTags, EventLog tags) {
        String address = cluster.spec().clientAddress(node, 0);
        String own = address + " " + group("sql") + " " + topic + " ";
        cluster.await()
                .until(
                        "node " + node + " to know the group",
                        TIMEOUT,
                        () -> ask(bySql, sql, own + NOW).number("code") == ResponseCode.SUCCESS);
        assertRefused(
                ask(bySql, sql, own + AN_HOUR_AHEAD),
                ResponseCode.SUBSCRIPTION_NOT_LATEST,
                "the consumer's subscription not latest");
        for (String other : List.of("nobody " + topic, group("sql") + " " + topic + "-other")) {
            assertRefused(
                    ask(bySql, sql, address + " " + other + " " + NOW),
                    ResponseCode.SUBSCRIPTION_NOT_EXIST,
                    "the consumer's subscription not exist");
        }
        String newer = address + " " + group("tags") + " " + topic + " " + AN_HOUR_AHEAD;
        cluster.await()
                .until(
                        "a pull that the client filters itself",
                        TIMEOUT,
                        () -> ask(byTags, tags, newer).number("code") == ResponseCode.SUCCESS);
    }

    private static void assertRefused(Event answer, int code, String remark) {
        assertEquals(code, answer.number("code"), answer::toString);
        assertTrue(answer.get("remark").contains(remark), answer.toString());
    }

    private Event ask(EventProcess process, EventLog log, String line) {
        int before = log.of("answered").size();
        process.tell(line);
        process.until(line, TIMEOUT, cluster.await(), () -> log.of("answered").size() > before);
        return log.of("answered").get(before);
    }

    private void assertIllegalIsRefused() {
        EventLog log = stock.run(
                "StockModesConsumer", TIMEOUT, "--topic", topic, "--group", group("illegal"), "--sql", "n > > 1");
        Event refused = log.of("refused").get(0);
        assertEquals(ResponseCode.SUBSCRIPTION_PARSE_FAILED, refused.number("code"), refused::toString);
        assertTrue(refused.get("message").contains("found '>' at 4"), refused.toString());
    }
}
