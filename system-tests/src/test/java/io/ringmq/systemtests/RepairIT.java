package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node whose disk has changed bytes of its log mends them from the others, and all messages stay. */
class RepairIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int SEGMENT_BYTES = 8 << 20;
    private static final int SEALED = 3;
    private static final int MESSAGE_BYTES = 256 << 10;
    private static final int MESSAGES = 120;
    private static final String TOPIC = "mended";

    @Test
    void whatADiskHasChangedIsMendedFromTheOtherNodes() {
        try (ClusterHarness harness =
                ClusterHarness.start("repair", spec -> spec.withBrokerKey("segmentBytes", "8MiB"))) {
            LocalCluster cluster = harness.cluster();
            StockClient stock = harness.stock(StockVersion.V5_5_0);
            cluster.createTopic(TOPIC, 1);
            List<String> acked = send(stock);
            int victim = cluster.leader(0).orElseThrow();
            int other = (victim + 1) % 3;
            cluster.kill(victim);
            // One that only reading finds, in a body; one that keeps the log from being opened, in the header of a
            // first frame.
            flip(segment(cluster, victim, 0), SEGMENT_BYTES / 2);
            flip(segment(cluster, victim, 1), 8);
            removeIndex(cluster, victim);

            cluster.startNode(victim);
            assertTrue(kept(cluster, victim) >= 1, "the start needed the header");
            // A start that has met damage reads everything at once.
            cluster.await()
                    .until("all sealed segments to be the same", TIMEOUT, () -> isMended(cluster, victim, other));
            assertTrue(kept(cluster, victim) >= 2, "the damaged bytes are kept");

            // The one that was damaged and a third have to have everything.
            cluster.awaitAllRegistered();
            cluster.kill(other);
            cluster.awaitLeaders();
            EventLog pulled = stock.run("StockPullConsumer", TIMEOUT, "--topic", TOPIC, "--group", "mended");
            assertEquals(acked, pulled.ids("consumed"));
        }
    }

    private static List<String> send(StockClient stock) {
        EventLog sent = stock.run(
                "StockProducer",
                TIMEOUT,
                "--topic",
                TOPIC,
                "--prefix",
                "m",
                "--count",
                Integer.toString(MESSAGES),
                "--bytes",
                Integer.toString(MESSAGE_BYTES));
        assertEquals(MESSAGES, sent.ids("sent").size());
        return sent.ids("sent");
    }

    private static Path raft(LocalCluster cluster, int node) {
        return cluster.spec().dataDir(node).resolve(cluster.spec().ringName(0)).resolve("raft");
    }

    private static Path segment(LocalCluster cluster, int node, int number) {
        return raft(cluster, node).resolve("commitlog").resolve("%020d".formatted((long) number * SEGMENT_BYTES));
    }

    private static void flip(Path file, long position) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            assertEquals(1, channel.read(one, position));
            one.put(0, (byte) (one.get(0) ^ 16));
            channel.write(one.flip(), position);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeIndex(LocalCluster cluster, int node) {
        for (Path file : list(raft(cluster, node).resolve("raftindex"))) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int kept(LocalCluster cluster, int node) {
        return list(raft(cluster, node).resolve("quarantine")).size();
    }

    private static boolean isMended(LocalCluster cluster, int node, int other) {
        for (int number = 0; number < SEALED; number++) {
            try {
                if (Files.mismatch(segment(cluster, node, number), segment(cluster, other, number)) >= 0) {
                    return false;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return true;
    }

    private static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
