package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A disk that fills up: sends are refused, nothing acknowledged is lost, reads go on, and more space ends it. */
class FullDiskIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MESSAGE_BYTES = 1 << 20;
    private static final int ROUND = 20;
    private static final int MAX_ROUNDS = 20;

    private final Await await = new Await(Clock.systemUTC());

    @Test
    void sendsAreRefusedReadsGoOnAndMoreSpaceEndsIt() throws IOException, InterruptedException {
        Path disk = ClusterHarness.directory("small-disk", await);
        Files.createDirectories(disk);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", disk.toString()),
                "skipped: a small disk needs the right to mount a tmpfs (run as root)");
        try (ClusterHarness harness = ClusterHarness.start(
                "full-disk",
                spec -> spec.withBrokerKey("dataDir", disk.resolve("{node}").toString())
                        .withBrokerKey("segmentBytes", "16MiB")
                        .withBrokerKey("minFreeDiskBytes", "100MiB"))) {
            fillAndFree(harness, disk);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private void fillAndFree(ClusterHarness harness, Path disk) throws IOException, InterruptedException {
        LocalCluster cluster = harness.cluster();
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        cluster.createTopic("full", 1);
        List<String> acked = new ArrayList<>();
        EventLog last = new EventLog();
        for (int round = 0; round < MAX_ROUNDS && !last.has("failed"); round++) {
            last = send(stock, "r" + round);
            acked.addAll(last.ids("sent"));
        }
        assertTrue(last.has("failed"), "the disk never filled up");
        String failure = last.of("failed").get(0).toString();
        assertTrue(failure.contains("disk"), "the refusal names the disk: " + failure);
        assertEquals(List.of(), cluster.deadNodes(), "nodes serve on");
        assertStored(stock, acked);

        assertTrue(run("mount", "-o", "remount,size=1g", disk.toString()));
        await.until("sends to succeed again", TIMEOUT, () -> {
            EventLog again = send(stock, "again" + acked.size());
            acked.addAll(again.ids("sent"));
            return !again.has("failed");
        });
        assertStored(stock, acked);
    }

    private static void assertStored(StockClient stock, List<String> acked) {
        EventLog pulled = stock.run("StockPullConsumer", TIMEOUT, "--topic", "full", "--group", "full");
        TreeSet<String> missing = new TreeSet<>(acked);
        missing.removeAll(pulled.ids("consumed"));
        assertEquals(new TreeSet<String>(), missing, "acknowledged but gone");
        assertFalse(acked.isEmpty());
    }

    private static EventLog send(StockClient stock, String prefix) {
        return stock.run(
                "StockProducer",
                TIMEOUT,
                "--topic",
                "full",
                "--prefix",
                prefix,
                "--count",
                Integer.toString(ROUND),
                "--bytes",
                Integer.toString(MESSAGE_BYTES));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
