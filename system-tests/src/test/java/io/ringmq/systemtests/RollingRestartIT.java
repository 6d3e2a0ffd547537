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
import io.ringmq.remoting.body.TopicRoute;
import io.ringmq.remoting.message.BrokerNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.systemtests.AdminTool.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every node of three rings is restarted under load; nodes go into maintenance, take snapshots, and come back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingRestartIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration RESTARTS_TIMEOUT = Duration.ofMinutes(5);
    private static final String TOPIC = "restarts";
    private static final String ROUTED = "routed";

    private ClusterHarness harness;
    private LocalCluster cluster;
    private AdminTool admin;

    @BeforeAll
    void start() {
        harness = ClusterHarness.start("restart", spec -> spec.withRings(3));
        cluster = harness.cluster();
        admin = new AdminTool(cluster);
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    @Test
    void noSendFailsWhileEveryNodeIsRestarted() {
        cluster.createTopic(TOPIC, 4);
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        EventLog sent = new EventLog();
        AtomicBoolean enough = new AtomicBoolean();
        Outcome restarted;
        try (EventProcess stream =
                stock.start("StockStream", sent, "--topic", TOPIC, "--threads", "4", "--pause-ms", "2")) {
            cluster.await()
                    .until("the first messages", TIMEOUT, () -> sent.of("acked").size() > 100);
            CompletableFuture<Integer> sdk = CompletableFuture.supplyAsync(() -> send(enough));
            restarted = rollingRestart();
            enough.set(true);
            assertTrue(sdk.join() > 100, "the SDK has sent meanwhile");
            stream.end(TIMEOUT);
        }
        assertEquals(0, restarted.exitCode(), restarted.toString());
        assertEquals(List.of(), sent.of("failed"));
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            assertTrue(restarted.out().contains(cluster.spec().nodeName(node) + " was restarted"), restarted.out());
        }
        Outcome verified = admin.run("verify");
        assertEquals(0, verified.exitCode(), verified.toString());
        EventLog read = stock.run("StockPullConsumer", TIMEOUT, "--topic", TOPIC, "--group", TOPIC);
        Set<String> lost = new TreeSet<>(sent.ids("acked"));
        read.ids("consumed").forEach(lost::remove);
        assertEquals(Set.of(), lost);
    }

    /** Sends with our SDK until it is enough; a send that fails ends it. */
    private int send(AtomicBoolean enough) {
        int count = 0;
        try (Producer producer = Producer.builder()
                .nameservers(cluster.spec().namesrvAddress())
                .group("restarts-sdk")
                .build()) {
            while (!enough.get()) {
                producer.send(Message.of(TOPIC, ("sdk-" + count++).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return count;
    }

    /** The command asks this JVM, whose children the brokers are, by a file, and waits until that is gone. */
    private Outcome rollingRestart() {
        Path requests = cluster.spec().dir();
        String request = requests.resolve("restart-").toAbsolutePath() + "{node}";
        String command = "touch " + request + "; while [ -e " + request + " ]; do sleep 0.1; done";
        CompletableFuture<Outcome> tool = CompletableFuture.supplyAsync(
                () -> admin.run("rolling-restart", "--yes", "--timeout-seconds", "90", "--command", command));
        cluster.await().until("the end of the restarts", RESTARTS_TIMEOUT, () -> {
            restartOnRequest(requests);
            return tool.isDone();
        });
        return tool.join();
    }

    private void restartOnRequest(Path requests) {
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            Path request = requests.resolve("restart-" + cluster.spec().nodeName(node));
            if (Files.exists(request)) {
                restart(node);
                delete(request);
            }
        }
    }

    private void restart(int node) {
        cluster.terminate(node);
        cluster.await()
                .until("an exit code", TIMEOUT, () -> cluster.exitCode(node).isPresent());
        assertEquals(OptionalInt.of(0), cluster.exitCode(node), "a broker that is stopped in order");
        cluster.startNode(node);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNodeInMaintenanceLeadsNothingUntilItIsOver() {
        cluster.createTopic(ROUTED, 4);
        Outcome on = admin.run("maintenance", "on", "n1", "--json");
        assertEquals(0, on.exitCode(), on.toString());
        assertTrue(on.out().endsWith("{\"done\":\"maintenance on\",\"node\":\"n1\"}\n"), on.out());
        assertLeadsNothing(1);
        cluster.await().until("a standby of each ring that is not n1", TIMEOUT, () -> areStandbysOtherThan(1));
        assertTrue(admin.run("status").out().contains("does not stand for election: maintenance"));
        restart(1);
        cluster.awaitAllRegistered();
        assertTrue(admin.run("status").out().contains("does not stand for election: maintenance"));

        Outcome toIt = admin.run("transfer-leader", "ring-0", "--to", "n1");
        assertEquals(1, toIt.exitCode(), toIt.toString());
        cluster.kill(2);
        cluster.awaitLeaders();
        assertLeadsNothing(1);
        Outcome last = admin.run("maintenance", "on", "n0");
        assertEquals(1, last.exitCode(), last.toString());
        assertTrue(last.err().contains("would be left without a majority if n0 stops"), last.err());

        cluster.startNode(2);
        cluster.awaitAllRegistered();
        Outcome off = admin.run("maintenance", "off", "n1");
        assertEquals(0, off.exitCode(), off.toString());
        assertFalse(admin.run("status").out().contains("does not stand for election"));
        Outcome moved = admin.run("transfer-leader", "ring-0", "--to", "n1", "--json");
        assertEquals(0, moved.exitCode(), moved.toString());
        assertTrue(moved.out().contains("{\"done\":\"transfer-leader\""), moved.out());
    }

    /** Whether producers find another node than this one behind the standby name of each ring. */
    private boolean areStandbysOtherThan(int node) {
        Set<String> standbys = standbys();
        return standbys.size() == cluster.spec().rings()
                && IntStream.range(0, cluster.spec().rings())
                        .mapToObj(ring -> cluster.spec().clientAddress(node, ring))
                        .noneMatch(standbys::contains);
    }

    private Set<String> standbys() {
        Command request = Command.request(RequestCode.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", ROUTED));
        Command route =
                cluster.view().answer(cluster.spec().namesrvAddress(), request).orElseThrow();
        return TopicRoute.decode(route.body()).brokerDatas().stream()
                .filter(broker -> BrokerNames.isStandby(broker.brokerName()))
                .flatMap(broker -> broker.brokerAddrs().values().stream())
                .collect(Collectors.toSet());
    }

    private void assertLeadsNothing(int node) {
        String status = admin.run("status").out();
        List<String> leaders =
                status.lines().filter(line -> line.contains(" leader ")).toList();
        assertEquals(3, leaders.size(), status);
        assertTrue(
                leaders.stream()
                        .noneMatch(
                                line -> line.strip().startsWith(cluster.spec().nodeName(node) + " ")),
                status);
    }

    @Test
    void everyReplicaTakesASnapshot() {
        cluster.createTopic("snapshots", 4);
        Outcome taken = admin.run("snapshot", "--ring", "ring-0", "--json");
        assertEquals(0, taken.exitCode(), taken.toString());
        assertEquals(3, taken.out().split("\"stateBytes\":", -1).length - 1, taken.out());
        Outcome one = admin.run("snapshot", "--node", "n2");
        assertEquals(0, one.exitCode(), one.toString());
        assertEquals(
                3,
                one.out().lines().filter(line -> line.contains(" n2: index ")).count(),
                one.out());
        Outcome none = admin.run("snapshot", "--node", "n9");
        assertEquals(1, none.exitCode(), none.toString());
    }

    @Test
    void aDryRunChangesNothing() {
        Outcome dry = admin.run("rolling-restart", "--dry-run", "--wait", "--nodes", "n2,n0");
        assertEquals(0, dry.exitCode(), dry.toString());
        assertTrue(dry.out().contains("n0 at ") && dry.out().contains("nothing was done"), dry.out());
        assertFalse(dry.out().contains("n1 at "), dry.out());
        Outcome unconfirmed = admin.typing("no\n", "rolling-restart", "--wait");
        assertEquals(1, unconfirmed.exitCode(), unconfirmed.toString());
        assertEquals(2, admin.run("rolling-restart").exitCode(), "neither --command nor --wait");
    }
}
