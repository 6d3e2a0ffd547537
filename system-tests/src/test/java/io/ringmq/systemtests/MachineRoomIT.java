package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stock consumers that prefer the queues in their own machine room, where each ring is in a room of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MachineRoomIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int QUEUES = 2;
    private static final Set<String> EAST = Set.of("ring-0/0", "ring-0/1");
    private static final Set<String> WEST = Set.of("ring-1/0", "ring-1/1");
    private static final Set<String> BOTH = Set.of("ring-0/0", "ring-0/1", "ring-1/0", "ring-1/1");

    private final ClusterHarness harness = ClusterHarness.start("machine-rooms", spec -> spec.withRings(2));
    private final LocalCluster cluster = harness.cluster();
    private final Await await = cluster.await();

    @AfterAll
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @EnumSource(StockVersion.class)
    void eachRoomConsumesItsQueuesThoughTheLeaderIsKilled(StockVersion version) {
        StockClient stock = harness.stock(version);
        String topic = "rooms-" + version.name();
        cluster.createTopic(topic, QUEUES);
        EventLog east = new EventLog();
        EventLog west = new EventLog();
        try (EventProcess one = start(stock, topic, "ring-0", east);
                EventProcess two = start(stock, topic, "ring-1", west)) {
            awaitDivision(stock, topic, east, EAST, west, WEST);
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            awaitDivision(stock, topic, east, EAST, west, WEST);
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            two.end(TIMEOUT);
            // Rooms without consumers are shared by all.
            awaitDivision(stock, topic, east, BOTH, west, Set.of());
            one.end(TIMEOUT);
        }
    }

    private EventProcess start(StockClient stock, String topic, String room, EventLog log) {
        EventProcess consumer = stock.start(
                "StockModesConsumer",
                log,
                "--topic",
                topic,
                "--group",
                topic,
                "--instance",
                room,
                "--strategy",
                "nearby",
                "--poll-ms",
                "1000",
                "--rebalance-ms",
                "1000");
        consumer.until("a consumer", TIMEOUT, await, () -> log.has("ready"));
        return consumer;
    }

    /** Sends until both find a round in the queues that they should. */
    private void awaitDivision(
            StockClient stock, String topic, EventLog east, Set<String> ofEast, EventLog west, Set<String> ofWest) {
        await.until("queues to be divided", TIMEOUT, () -> {
            Set<String> round = send(stock, topic);
            await.until("the round", TIMEOUT, () -> {
                Set<String> consumed = new TreeSet<>(east.ids("consumed"));
                consumed.addAll(west.ids("consumed"));
                return consumed.containsAll(round);
            });
            return queuesOf(east, round).equals(ofEast) && queuesOf(west, round).equals(ofWest);
        });
    }

    private static Set<String> queuesOf(EventLog log, Set<String> round) {
        return log.of("consumed").stream()
                .filter(event -> round.contains(event.get("id")))
                .map(event -> event.get("broker") + "/" + event.get("queue"))
                .collect(Collectors.toSet());
    }

    private Set<String> send(StockClient stock, String topic) {
        String prefix = "round" + await.clock().millis();
        EventLog log = stock.run("StockProducer", TIMEOUT, "--topic", topic, "--count", "24", "--prefix", prefix);
        assertEquals(List.of(), log.of("failed"));
        return Set.copyOf(log.ids("sent"));
    }
}
