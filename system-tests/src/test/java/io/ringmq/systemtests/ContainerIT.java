package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.chaos.check.Checker;
import io.ringmq.chaos.check.Report;
import io.ringmq.chaos.history.HistoryFile;
import io.ringmq.chaos.workload.Workload;
import io.ringmq.chaos.workload.WorkloadOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.DockerClientFactory;

/** A ring in containers, whose network fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long SEED = 1;
    private static final int SENDS = 500;
    private static final String REQUIRED = "RINGMQ_REQUIRE_ENGINE";

    @AutoClose
    private ContainerCluster containers;

    @BeforeAll
    void start() {
        if (!Boolean.parseBoolean(System.getenv(REQUIRED))
                && !DockerClientFactory.instance().isDockerAvailable()) {
            String message = "skipped: no container engine answers; ./scripts/test starts one as root";
            System.out.println("ContainerIT " + message);
            assumeTrue(false, message);
        }
        containers = ContainerCluster.start("containers");
    }

    @Test
    void stockClientsAreServed() {
        LocalCluster cluster = containers.cluster();
        cluster.createTopic("stock", 4);
        StockClient stock = new StockClient(
                cluster.distribution(),
                StockVersion.V5_5_0,
                cluster.spec().namesrvAddress(),
                cluster.spec().dir().resolve("client"));
        List<String> sent = stock.run("StockProducer", TIMEOUT, "--topic", "stock", "--count", "100")
                .ids("sent");
        List<String> read = stock.run("StockPullConsumer", TIMEOUT, "--topic", "stock", "--group", "stock")
                .ids("consumed");
        assertEquals(100, sent.size());
        assertEquals(new TreeSet<>(sent), new TreeSet<>(read));
    }

    @Test
    void aLeaderWithoutItsCableIsReplacedAndComesBack() {
        replacedWhileCut("unplugged", containers::unplug, containers::plug);
    }

    @Test
    void aLeaderThatHearsAndIsNotHeardIsReplacedAndComesBack() {
        assumeTrue(
                isRoot(), "skipped: a direction is cut inside the network of a container, which only root can enter");
        replacedWhileCut("muted", containers::mute, containers::unmute);
    }

    /** Clients reach all nodes all the time, and so the deposed leader, too. */
    private void replacedWhileCut(String topic, IntConsumer cut, IntConsumer heal) {
        LocalCluster cluster = containers.cluster();
        Path file = cluster.spec().dir().resolve(topic + "-history.txt");
        try (HistoryFile history = new HistoryFile(file);
                Workload load = Workload.start(
                        cluster, topic, WorkloadOptions.defaults(), new Random(SEED), System::nanoTime, history)) {
            awaitLoad(cluster, load);
            int leader = cluster.leader(0).orElseThrow();
            load.note(topic + " n" + leader);
            cut.accept(leader);
            try {
                awaitSuccessor(cluster, leader);
                awaitLoad(cluster, load);
            } finally {
                load.note("healed");
                heal.accept(leader);
            }
            cluster.awaitAllRegistered();
            awaitLoad(cluster, load);
            load.finish();
        }
        Report report = Checker.check(HistoryFile.read(file));
        System.out.println("ContainerIT " + topic + ": " + report);
        assertEquals(Map.of(), report.anomalies(), report.toString());
        assertEquals(3, report.counts().replicas());
        assertTrue(report.counts().acknowledged() > 2 * SENDS, report.toString());
    }

    /** Until every queue serves, and there is something to lose. */
    private static void awaitLoad(LocalCluster cluster, Workload load) {
        load.awaitServed(TIMEOUT);
        long enough = load.sends() + SENDS;
        cluster.await().until(SENDS + " more sends", TIMEOUT, () -> load.sends() >= enough);
    }

    private static void awaitSuccessor(LocalCluster cluster, int deposed) {
        cluster.await().until("another leader", TIMEOUT, () -> {
            OptionalInt now = cluster.leader(0);
            return now.isPresent() && now.getAsInt() != deposed;
        });
        String address = cluster.spec().clientAddress(deposed, 0);
        cluster.await()
                .until(
                        "the leader that was cut off to step down",
                        TIMEOUT,
                        () -> "follower"
                                .equals(cluster.view().runtimeInfo(address).get("brokerRole")));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
