package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.systemtests.AdminTool.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes come and go while a stock producer with default settings and the SDK send; one comes back without its data. */
class MembershipIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** Stock clients ask a nameserver for the route every 30 s. */
    private static final Duration CLIENTS_ASK_AGAIN = Duration.ofSeconds(35);

    private static final int FIRST_JOINER = ClusterSpec.NODES;

    private ClusterHarness harness;
    private LocalCluster cluster;
    private AdminTool admin;

    @BeforeEach
    void start() {
        harness = ClusterHarness.start("membership", spec -> spec);
        cluster = harness.cluster();
        admin = new AdminTool(cluster);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void everyNodeIsReplacedUnderLoad() {
        cluster.createTopic("moves", 4);
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        EventLog sent = new EventLog();
        int sdkSent = 0;
        try (EventProcess stream =
                        stock.start("StockStream", sent, "--topic", "moves", "--threads", "4", "--pause-ms", "2");
                Producer sdk = Producer.builder()
                        .nameservers(cluster.spec().namesrvAddress())
                        .group("moves-sdk")
                        .build()) {
            cluster.await()
                    .until("the first messages", TIMEOUT, () -> sent.of("acked").size() > 100);
            for (int node = 0; node < ClusterSpec.NODES; node++) {
                int successor = FIRST_JOINER + node;
                cluster.startJoiner(successor);
                String old = cluster.spec().nodeName(node);
                Outcome replaced = admin.run("replace", old, cluster.spec().raftAddress(successor), "--yes");
                assertEquals(0, replaced.exitCode(), replaced.toString());
                assertTrue(replaced.out().contains("is a voter"), replaced.out());
                sdk.send(message(sdkSent++));
                awaitRegistered(successor);
                sdk.send(message(sdkSent++));
                // What clients send to the old node until then, it passes on.
                cluster.await().pause(CLIENTS_ASK_AGAIN);
                cluster.terminate(node);
                sdk.send(message(sdkSent++));
            }
            int acked = sent.of("acked").size();
            cluster.await()
                    .until(
                            "messages to nodes that are all new",
                            TIMEOUT,
                            () -> sent.of("acked").size() > acked + 100);
            stream.end(TIMEOUT);
        }
        assertEquals(List.of(), sent.of("failed"));
        Outcome status = admin.run("status");
        assertEquals(0, status.exitCode(), status.toString());
        assertTrue(status.out().contains("n5"), status.out());
        EventLog read = stock.run("StockPullConsumer", TIMEOUT, "--topic", "moves", "--group", "moves");
        Set<String> lost = new TreeSet<>(sent.ids("acked"));
        read.ids("consumed").forEach(lost::remove);
        assertEquals(Set.of(), lost);
    }

    @Test
    void aWipedDiskUnderTheSameIdNeitherVotesNorCounts() {
        int leader = cluster.leader(0).orElseThrow();
        int wiped = (leader + 1) % ClusterSpec.NODES;
        int third = (leader + 2) % ClusterSpec.NODES;
        String address = cluster.spec().raftAddress(wiped);
        cluster.kill(wiped);
        cluster.wipe(wiped);
        cluster.startNode(wiped);
        Path log = cluster.spec().dir().resolve(cluster.spec().nodeName(wiped) + ".log");
        cluster.await()
                .until(
                        "the node to say why it takes no part",
                        TIMEOUT,
                        () -> holds(log, "raft-admin remove " + address));
        assertEquals(3, admin.run("status").exitCode());

        cluster.kill(third);
        cluster.await().until("a leader without a majority to step down", TIMEOUT, () -> !someoneLeads());
        long untilMs = cluster.await().clock().millis() + 3_000;
        cluster.await().until("three seconds", TIMEOUT, () -> {
            assertFalse(someoneLeads(), "an empty disk has voted");
            return cluster.await().clock().millis() > untilMs;
        });

        cluster.startNode(third);
        cluster.await().until("a leader", TIMEOUT, this::someoneLeads);
        Outcome unconfirmed = admin.typing("no\n", "remove", address);
        assertEquals(1, unconfirmed.exitCode(), unconfirmed.toString());
        Outcome removed = admin.typing("yes\n", "remove", address);
        assertEquals(0, removed.exitCode(), removed.toString());
        Outcome added = admin.run("add", address);
        assertEquals(0, added.exitCode(), added.toString());
        awaitRegistered(wiped);
        Outcome status = admin.run("status");
        assertEquals(0, status.exitCode(), status.toString());
    }

    private static boolean holds(Path log, String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean someoneLeads() {
        return admin.run("status").out().contains(" leader ");
    }

    private static Message message(int number) {
        return Message.of("moves", ("sdk-" + number).getBytes(StandardCharsets.UTF_8));
    }

    private void awaitRegistered(int node) {
        String address = cluster.spec().clientAddress(node, 0);
        cluster.await()
                .until(
                        "a route to " + address,
                        TIMEOUT,
                        () -> cluster.view()
                                .addresses(cluster.spec().ringName(0))
                                .containsValue(address));
    }
}
