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
import io.ringmq.systemtests.AdminTool.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nodes that are killed while they recover, and while they copy what the leader has no more as a log, under load. */
class InterruptedStartIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int KILLS = 3;
    private static final int JOINER = ClusterSpec.NODES;
    private static final String TOPIC = "interrupted";
    /** With what it takes to cut the log twice, and at the slowest pace there is, a copy takes ten seconds and more. */
    private static final int MESSAGES = 300;

    private static final int MESSAGE_BYTES = 64 << 10;

    @Test
    void aNodeThatIsKilledWhileItRecoversOrCopiesIsWholeInTheEnd() {
        try (ClusterHarness harness = ClusterHarness.start(
                "interrupted",
                spec -> spec.withBrokerKey("segmentBytes", "8MiB")
                        .withBrokerKey("snapshotEveryBytes", "4MiB")
                        .withBrokerKey("snapshotCopyBytesPerSecond", "1MiB"))) {
            LocalCluster cluster = harness.cluster();
            cluster.createTopic(TOPIC, 4);
            StockClient stock = harness.stock(StockVersion.V5_5_0);
            Set<String> acked = new TreeSet<>(fill(stock));
            EventLog sent = new EventLog();
            try (EventProcess stream =
                    stock.start("StockStream", sent, "--topic", TOPIC, "--threads", "2", "--pause-ms", "5")) {
                cluster.await()
                        .until(
                                "the first messages",
                                TIMEOUT,
                                () -> sent.of("acked").size() > 50);
                killWhileItRecovers(cluster, (cluster.leader(0).orElseThrow() + 1) % ClusterSpec.NODES);
                killWhileItCopies(cluster);
                stream.end(TIMEOUT);
            }
            assertEquals(List.of(), sent.of("failed"));
            acked.addAll(sent.ids("acked"));
            Outcome verified = new AdminTool(cluster).run("verify");
            assertEquals(0, verified.exitCode(), verified.toString());
            assertTrue(verified.out().contains(": 4 replicas"), verified.out());
            EventLog read = stock.run("StockPullConsumer", TIMEOUT, "--topic", TOPIC, "--group", "interrupted");
            read.ids("consumed").forEach(acked::remove);
            assertEquals(Set.of(), acked, "acknowledged but gone");
        }
    }

    private static List<String> fill(StockClient stock) {
        return stock.run(
                        "StockProducer",
                        TIMEOUT,
                        "--topic",
                        TOPIC,
                        "--prefix",
                        "fill-",
                        "--count",
                        Integer.toString(MESSAGES),
                        "--bytes",
                        Integer.toString(MESSAGE_BYTES))
                .ids("sent");
    }

    private static void killWhileItRecovers(LocalCluster cluster, int node) {
        cluster.kill(node);
        for (int kill = 0; kill < KILLS; kill++) {
            cluster.launchNode(node);
            cluster.await().until("the node to recover", TIMEOUT, () -> cluster.hasBegunToRecover(node));
            cluster.await().pause(Duration.ofMillis(100L * kill));
            cluster.kill(node);
            assertFalse(cluster.hasGotReady(node), "killed after it had recovered");
        }
        cluster.startNode(node);
        cluster.awaitAllRegistered();
    }

    /** A fourth node that has nothing; it takes up a copy where the run before was killed. */
    private static void killWhileItCopies(LocalCluster cluster) {
        AdminTool admin = new AdminTool(cluster);
        cluster.startJoiner(JOINER);
        Outcome begun = admin.run("add-learner", cluster.spec().raftAddress(JOINER));
        assertEquals(0, begun.exitCode(), begun.toString());
        for (int kill = 0; kill < KILLS; kill++) {
            cluster.await()
                    .until("the new node to copy", TIMEOUT, () -> cluster.hasGotReady(JOINER) && isCopying(cluster));
            cluster.await().pause(Duration.ofMillis(200L * kill));
            cluster.kill(JOINER);
            assertTrue(isCopying(cluster), "killed after it had copied");
            cluster.startNode(JOINER);
        }
        Outcome added = admin.run("add", cluster.spec().raftAddress(JOINER));
        assertEquals(0, added.exitCode(), added.toString());
    }

    private static boolean isCopying(LocalCluster cluster) {
        Path install = cluster.spec().dataDir(JOINER).resolve("ring-0").resolve("install");
        return Files.isDirectory(install) && Files.notExists(install.resolve("READY"));
    }
}
