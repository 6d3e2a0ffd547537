package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.plan.Verify;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Directory;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.JavaCommand;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two of three nodes are lost with their disks. */
class UnsafeRecoverIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SURVIVOR = 0;

    private record Outcome(int exitCode, String out) {}

    @Test
    void theNodeThatIsLeftGoesOnAlone() throws IOException, InterruptedException {
        try (ClusterHarness harness = ClusterHarness.start("unsafe-recover", spec -> spec)) {
            LocalCluster cluster = harness.cluster();
            StockClient stock = harness.stock(StockVersion.V5_5_0);
            cluster.createTopic("kept", 4);
            List<String> acked = new ArrayList<>(send(stock, "before"));
            awaitSameReplicas(cluster);
            for (int node = 0; node < 3; node++) {
                cluster.kill(node);
            }
            Path data = cluster.spec().dir().resolve("data");
            Directory.delete(data.resolve("n1"));
            Directory.delete(data.resolve("n2"));

            assertRefusedUnlessConfirmed(cluster);
            Outcome done = recover(cluster, "ring-0\n");
            assertEquals(0, done.exitCode(), done.toString());
            assertTrue(done.out().contains("n0 is the only voter of ring-0"), done.out());

            cluster.startNode(SURVIVOR);
            cluster.await()
                    .until(
                            "the survivor to lead",
                            TIMEOUT,
                            () -> cluster.leader(0).orElse(-1) == SURVIVOR);
            acked.addAll(send(stock, "after"));
            Set<String> missing = new TreeSet<>(acked);
            stock.run("StockPullConsumer", TIMEOUT, "--topic", "kept", "--group", "kept")
                    .ids("consumed")
                    .forEach(missing::remove);
            assertEquals(Set.of(), missing);
        }
    }

    /** What was acknowledged may be on the two others only, for a moment. */
    private static void awaitSameReplicas(LocalCluster cluster) {
        try (AdminClient admin = cluster.admin()) {
            Verify verify = new Verify(admin, cluster.await().clock(), progress -> {});
            assertEquals(
                    List.of(),
                    verify.run(admin.ring("ring-0"), new Random().nextLong(), TIMEOUT)
                            .differences());
        }
    }

    private static void assertRefusedUnlessConfirmed(LocalCluster cluster) throws IOException, InterruptedException {
        assertEquals(0, recover(cluster, "", "--dry-run").exitCode());
        Outcome refused = recover(cluster, "yes\n");
        assertEquals(1, refused.exitCode(), refused.toString());
        assertTrue(refused.out().contains("nothing was done"), refused.out());
        Outcome unknown = recover(cluster, "", "--ring", "ring-7");
        assertEquals(2, unknown.exitCode(), unknown.toString());
    }

    private static List<String> send(StockClient stock, String prefix) {
        EventLog sent = stock.run(
                "StockProducer", TIMEOUT, "--topic", "kept", "--prefix", prefix, "--count", "200", "--bytes", "512");
        assertEquals(List.of(), sent.of("failed"));
        return sent.ids("sent");
    }

    private static Outcome recover(LocalCluster cluster, String typed, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--config", cluster.spec().dir().resolve("n0.properties").toString(), "--ring", "ring-0"));
        arguments.addAll(List.of(more));
        Process process = new ProcessBuilder(JavaCommand.of(
                        List.of("-Xmx256m"),
                        cluster.distribution().broker(),
                        "io.ringmq.broker.main.UnsafeRecoverMain",
                        arguments))
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(typed.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS), out);
        return new Outcome(process.exitValue(), out);
    }
}
