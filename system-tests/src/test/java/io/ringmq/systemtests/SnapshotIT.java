package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A follower that missed what the leader has truncated reaches the leader's state while producers go on. */
class SnapshotIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int SEGMENT_BYTES = 16 << 20;
    private static final int MESSAGE_BYTES = 64 << 10;
    private static final int ROUND = 200;
    private static final String TOPIC = "snapshots";

    /** @param joins whether a node that has nothing takes the place of a follower, instead of one that was stopped coming back */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFollowerReachesTheLeadersStateUnderLoad(boolean joins) {
        try (ClusterHarness harness = ClusterHarness.start(
                "snapshot-" + (joins ? "joined" : "stopped"),
                spec -> spec.withBrokerKey("segmentBytes", "16MiB").withBrokerKey("snapshotEveryBytes", "4MiB"))) {
            LocalCluster cluster = harness.cluster();
            StockClient stock = harness.stock(StockVersion.V5_5_0);
            cluster.createTopic(TOPIC, 4);
            List<String> acked = new ArrayList<>(send(stock, "before"));
            int leader = cluster.leader(0).orElseThrow();
            int victim = (leader + 1) % ClusterSpec.NODES;
            if (!joins) {
                cluster.kill(victim);
            }
            acked.addAll(send(stock, "missed1-"));
            acked.addAll(send(stock, "missed2-"));
            awaitSnapshot(cluster, leader);

            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<List<String>> sending = CompletableFuture.supplyAsync(() -> {
                List<String> sent = new ArrayList<>();
                for (int round = 0; !enough.get(); round++) {
                    sent.addAll(send(stock, "during" + round + "-"));
                }
                return sent;
            });
            int arrived = joins ? replace(cluster, victim) : victim;
            if (!joins) {
                cluster.startNode(victim);
            }
            enough.set(true);
            acked.addAll(sending.join());
            cluster.await().until("the same log everywhere", TIMEOUT, () -> sameLogs(cluster, leader, arrived));

            // Everything must be on two of three: the leader dies, and what the follower copied has to be good.
            cluster.kill(leader);
            cluster.awaitLeaders();
            EventLog pulled = stock.run("StockPullConsumer", TIMEOUT, "--topic", TOPIC, "--group", "snapshots");
            TreeSet<String> missing = new TreeSet<>(acked);
            missing.removeAll(pulled.ids("consumed"));
            assertEquals(new TreeSet<String>(), missing, "acknowledged but gone");
            assertTrue(acked.size() >= 4 * ROUND);
        }
    }

    /** An empty node in the place of another one, which is gone then. */
    private static int replace(LocalCluster cluster, int node) {
        int successor = ClusterSpec.NODES;
        cluster.startJoiner(successor);
        AdminTool.Outcome replaced = new AdminTool(cluster)
                .run("replace", cluster.spec().nodeName(node), cluster.spec().raftAddress(successor), "--yes");
        assertEquals(0, replaced.exitCode(), replaced.toString());
        assertTrue(hasSnapshot(cluster, successor), "it has come by its log without a copy");
        cluster.terminate(node);
        return successor;
    }

    private static List<String> send(StockClient stock, String prefix) {
        return List.copyOf(stock.run(
                        "StockProducer",
                        TIMEOUT,
                        "--topic",
                        TOPIC,
                        "--prefix",
                        prefix,
                        "--count",
                        Integer.toString(ROUND),
                        "--bytes",
                        Integer.toString(MESSAGE_BYTES))
                .ids("sent"));
    }

    private static Path data(LocalCluster cluster, int node) {
        return cluster.spec().dir().resolve("data").resolve(cluster.spec().nodeName(node));
    }

    private static void awaitSnapshot(LocalCluster cluster, int node) {
        cluster.await().until("a snapshot of the leader", TIMEOUT, () -> hasSnapshot(cluster, node));
    }

    private static boolean hasSnapshot(LocalCluster cluster, int node) {
        Path snapshots = data(cluster, node).resolve("ring-0/snapshots");
        return list(snapshots).stream()
                .anyMatch(path -> String.valueOf(path.getFileName()).matches("\\d{20}"));
    }

    private static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean sameLogs(LocalCluster cluster, int one, int other) {
        Map<String, Long> first = checksums(data(cluster, one));
        return !first.isEmpty() && first.equals(checksums(data(cluster, other)));
    }

    /** Checksums of the segments; one that is not full counts with zeros up to its size. */
    private static Map<String, Long> checksums(Path data) {
        Map<String, Long> checksums = new TreeMap<>();
        for (Path segment : list(data.resolve("ring-0/raft/commitlog"))) {
            checksums.put(String.valueOf(segment.getFileName()), checksum(segment));
        }
        checksums.values().removeIf(checksum -> checksum == emptyChecksum());
        return checksums;
    }

    private static long checksum(Path segment) {
        ByteBuffer bytes = ByteBuffer.allocate(SEGMENT_BYTES);
        try (FileChannel channel = FileChannel.open(segment)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.clear());
        return crc.getValue();
    }

    private static long emptyChecksum() {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(SEGMENT_BYTES));
        return crc.getValue();
    }
}
