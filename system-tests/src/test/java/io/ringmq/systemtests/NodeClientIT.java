package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A client of another code base: the npm package ali-ons. Skipped where there is no Node.js, or the package cannot be
 * fetched, unless {@value #REQUIRED} is true.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedCluster.class)
class NodeClientIT {
    private static final String REQUIRED = "RINGMQ_REQUIRE_NODE";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(3);
    private static final int MESSAGES = 40;

    private final ClusterHarness harness;
    private final LocalCluster cluster;
    private final Await await;
    private final Path program;
    private int started;

    NodeClientIT(ClusterHarness harness) {
        this.harness = harness;
        this.cluster = harness.cluster();
        this.await = cluster.await();
        this.program = cluster.spec().dir().resolve("node-client");
    }

    @BeforeAll
    void install() throws IOException, InterruptedException {
        Path source = cluster.distribution().home().resolve("system-tests").resolve("node-client");
        Files.createDirectories(program);
        for (String file : List.of("package.json", "package-lock.json", "client.js")) {
            Files.copy(source.resolve(file), program.resolve(file));
        }
        String problem = problemInstalling();
        if (!problem.isEmpty() && !Boolean.parseBoolean(System.getenv(REQUIRED))) {
            String message = "skipped: " + problem;
            System.out.println("NodeClientIT " + message);
            assumeTrue(false, message);
        }
        assertEquals("", problem);
    }

    /** Fetches the package; says what kept it from that, if anything did. */
    private String problemInstalling() throws InterruptedException {
        Path log = program.resolve("npm.log");
        try {
            Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(program.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!npm.waitFor(INSTALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                npm.destroyForcibly();
                return "npm did not fetch ali-ons in time; see " + log;
            }
            return npm.exitValue() == 0 ? "" : "npm cannot fetch ali-ons; see " + log;
        } catch (IOException e) {
            return "there is no npm: " + e.getMessage();
        }
    }

    @Test
    void sendsAndConsumesAndFilters() {
        cluster.createTopic("node", 4);
        EventLog all = new EventLog();
        EventLog some = new EventLog();
        try (EventProcess consumer = start(all, "consume", "--topic", "node", "--group", "node-all");
                EventProcess filtering =
                        start(some, "consume", "--topic", "node", "--group", "node-some", "--sql", "n >= 30")) {
            await.until("both to start", TIMEOUT, () -> all.has("ready") && some.has("ready"));
            Set<String> sent = new TreeSet<>(send("node", "node"));
            assertEquals(MESSAGES, sent.size());
            await.until("every message", TIMEOUT, () -> all.ids("consumed").containsAll(sent));
            await.until("messages from 30 on", TIMEOUT, () -> new TreeSet<>(some.ids("consumed")).size() >= 10);
            consumer.end(TIMEOUT);
            filtering.end(TIMEOUT);
            assertEquals(sent, new TreeSet<>(all.ids("consumed")));
            assertTrue(
                    some.ids("consumed").stream().allMatch(id -> Integer.parseInt(id.substring(5)) >= 30),
                    some.toString());
        }
        EventLog pulled = harness.stock(StockVersion.V5_5_0)
                .run("StockPullConsumer", TIMEOUT, "--topic", "node", "--group", "node-pull");
        assertEquals(
                new TreeSet<>(all.ids("consumed")), new TreeSet<>(pulled.ids("consumed")), "as a stock client sees it");
    }

    @Test
    void goesOnWithTheNewLeader() {
        cluster.createTopic("node-kill", 4);
        EventLog consumed = new EventLog();
        try (EventProcess consumer = start(consumed, "consume", "--topic", "node-kill", "--group", "node-kill")) {
            await.until("the consumer to start", TIMEOUT, () -> consumed.has("ready"));
            List<String> before = send("node-kill", "node");
            await.until("messages", TIMEOUT, () -> consumed.ids("consumed").containsAll(before));
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            try {
                List<String> after = send("node-kill", "next");
                await.until(
                        "messages of the new leader",
                        TIMEOUT,
                        () -> consumed.ids("consumed").containsAll(after));
            } finally {
                cluster.startNode(victim);
                cluster.awaitAllRegistered();
            }
            consumer.end(TIMEOUT);
        }
    }

    private List<String> send(String topic, String prefix) {
        EventLog log = new EventLog();
        try (EventProcess producer =
                start(log, "send", "--topic", topic, "--count", Integer.toString(MESSAGES), "--prefix", prefix)) {
            producer.awaitSuccess(TIMEOUT);
        }
        assertEquals(List.of(), log.of("failed"));
        return log.ids("sent");
    }

    private EventProcess start(EventLog log, String... arguments) {
        started++;
        List<String> command =
                new ArrayList<>(List.of("node", program.resolve("client.js").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--namesrv", cluster.spec().namesrvAddress()));
        return EventProcess.start(command, program.resolve("node-" + started + ".log"), log);
    }
}
