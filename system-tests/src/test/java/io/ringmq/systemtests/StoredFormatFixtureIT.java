package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.systemtests.AdminTool.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the data directory of a release that later releases are tested with, {@code broker/src/test/resources}; runs only
 * when told where to write it.
 */
@EnabledIfSystemProperty(named = "ringmq.fixture", matches = ".+")
class StoredFormatFixtureIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TOPIC = "kept";
    private static final String GROUP = "readers";
    private static final int QUEUES = 4;
    private static final int MESSAGES = 120;

    @Test
    void theDataOfANode() throws IOException {
        try (ClusterHarness harness =
                ClusterHarness.start("fixture", spec -> spec.withBrokerKey("segmentBytes", "8MiB"))) {
            LocalCluster cluster = harness.cluster();
            cluster.createTopic(TOPIC, QUEUES);
            StockClient stock = harness.stock(StockVersion.V5_5_0);
            sendAndConsume(cluster, stock);
            Outcome snapshots = new AdminTool(cluster).run("snapshot");
            assertEquals(0, snapshots.exitCode(), snapshots.toString());
            for (int node = 0; node < ClusterSpec.NODES; node++) {
                cluster.terminate(node);
            }
            zip(
                    cluster.spec().dir().resolve("data").resolve(cluster.spec().nodeName(0)),
                    Path.of(System.getProperty("ringmq.fixture")));
        }
    }

    private static void sendAndConsume(LocalCluster cluster, StockClient stock) {
        String count = Integer.toString(MESSAGES);
        EventLog sent = stock.run("StockProducer", TIMEOUT, "--topic", TOPIC, "--count", count, "--prefix", TOPIC);
        assertEquals(MESSAGES, sent.ids("sent").size());
        EventLog consumed = new EventLog();
        try (EventProcess consumer =
                stock.start("StockPushConsumer", consumed, "--topic", TOPIC, "--group", GROUP, "--persist-ms", "500")) {
            cluster.await()
                    .until(
                            "all messages",
                            TIMEOUT,
                            () -> consumed.ids("consumed").size() == MESSAGES);
            cluster.await()
                    .until(
                            "committed offsets",
                            TIMEOUT,
                            () -> Progress.committed(cluster, GROUP, TOPIC, QUEUES) == MESSAGES);
            consumer.end(TIMEOUT);
        }
    }

    /** Without what is no data: the lock and RocksDB's own logs. */
    private static void zip(Path directory, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(target);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.equals("LOCK") && !name.startsWith("LOG")) {
                    zip.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
        }
    }
}
