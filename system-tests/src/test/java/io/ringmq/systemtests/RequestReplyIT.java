package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Stock producers and our SDK wait for replies of stock consumers and our SDK, while the leader dies, hands over, and while
 * all nodes die.
 */
@ExtendWith(SharedCluster.class)
class RequestReplyIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SOME = 100;
    private static final String TOPIC = "requests";

    private final ClusterHarness harness;
    private final LocalCluster cluster;

    RequestReplyIT(ClusterHarness harness) {
        this.harness = harness;
        this.cluster = harness.cluster();
    }

    @Test
    void repliesReachWhoWaitsForThemAndNobodyElse() {
        cluster.createTopic(TOPIC, 6);
        EventLog old = new EventLog();
        EventLog recent = new EventLog();
        EventLog oldReplies = new EventLog();
        EventLog recentReplies = new EventLog();
        SdkRequests sdk = new SdkRequests(cluster, TOPIC);
        try (sdk;
                EventProcess oldReplier = replier(StockVersion.V4_9_8, oldReplies);
                EventProcess recentReplier = replier(StockVersion.V5_5_0, recentReplies);
                EventProcess oldRequester = requester(StockVersion.V4_9_8, old);
                EventProcess recentRequester = requester(StockVersion.V5_5_0, recent)) {
            awaitMore(sdk, old, recent);
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            awaitMore(sdk, old, recent);
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            AdminTool.Outcome moved = new AdminTool(cluster).run("transfer-leader", "ring-0");
            assertEquals(0, moved.exitCode(), moved.err());
            awaitMore(sdk, old, recent);
            IntStream.range(0, 3).forEach(cluster::kill);
            IntStream.range(0, 3).forEach(cluster::startNode);
            cluster.awaitAllRegistered();
            awaitMore(sdk, old, recent);
            oldRequester.end(TIMEOUT);
            recentRequester.end(TIMEOUT);
            sdk.end();
            oldReplier.end(TIMEOUT);
            recentReplier.end(TIMEOUT);
        }
        assertAnswered(old);
        assertAnswered(recent);
        sdk.assertAnswered();
        for (EventLog requester : List.of(old, recent)) {
            assertServedBy(sdk.served(), requester.ids("answered"));
        }
        for (EventLog replier : List.of(oldReplies, recentReplies)) {
            assertServedBy(Set.copyOf(replier.ids("replied")), sdk.answered());
        }
        assertServedBy(sdk.served(), sdk.answered());
    }

    private static void assertServedBy(Set<String> served, Collection<String> answered) {
        assertTrue(
                answered.stream().anyMatch(served::contains),
                "one of the repliers served nothing of " + answered.size());
    }

    private void awaitMore(SdkRequests sdk, EventLog... requesters) {
        for (EventLog requester : requesters) {
            int before = requester.of("answered").size();
            cluster.await()
                    .until("replies", TIMEOUT, () -> requester.of("answered").size() >= before + SOME);
        }
        int before = sdk.answered().size();
        cluster.await()
                .until("replies of the SDK", TIMEOUT, () -> sdk.answered().size() >= before + SOME);
    }

    private static void assertAnswered(EventLog requester) {
        for (Event answer : requester.of("answered")) {
            assertEquals("answer to " + answer.get("id"), answer.get("reply"));
        }
        int answered = requester.of("answered").size();
        assertEquals(answered, requester.ids("answered").stream().distinct().count());
        int failed = requester.of("failed").size();
        assertTrue(failed < answered, failed + " requests failed, " + answered + " were answered");
    }

    private EventProcess replier(StockVersion version, EventLog log) {
        return harness.stock(version).start("StockReplier", log, "--topic", TOPIC, "--poll-ms", "1000");
    }

    private EventProcess requester(StockVersion version, EventLog log) {
        return harness.stock(version)
                .start(
                        "StockRequester",
                        log,
                        "--topic",
                        TOPIC,
                        "--poll-ms",
                        "1000",
                        "--group",
                        "requesters-" + version.name(),
                        "--prefix",
                        version + "-");
    }
}
