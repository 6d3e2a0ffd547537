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

/** Stock consumers that share queues by machine room, where each ring is in a room of its own and called after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MachineRoomIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int QUEUES = 2;
    private static final Set<String> EAST = Set.of("east@ring/0", "east@ring/1");
    private static final Set<String> WEST = Set.of("west@ring/0", "west@ring/1");
    private static final Set<String> BOTH = Set.of("east@ring/0", "east@ring/1", "west@ring/0", "west@ring/1");

    private final ClusterHarness harness =
            ClusterHarness.start("machine-rooms", spec -> spec.withRingNames("east@ring", "west@ring"));
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
        try (EventProcess one = start(stock, topic, "east", east, "--strategy", "nearby");
                EventProcess two = start(stock, topic, "west", west, "--strategy", "nearby")) {
            awaitDivision(stock, topic, east, EAST, west, WEST);
            killALeader(() -> awaitDivision(stock, topic, east, EAST, west, WEST));
            two.end(TIMEOUT);
            // Rooms without consumers are shared by all.
            awaitDivision(stock, topic, east, BOTH, west, Set.of());
            one.end(TIMEOUT);
        }
    }

    /** The members of a group share the queues of its rooms evenly, wherever they are themselves. */
    @ParameterizedTest
    @EnumSource(StockVersion.class)
    void aGroupConsumesTheQueuesOfItsRoomsThoughTheLeaderIsKilled(StockVersion version) {
        StockClient stock = harness.stock(version);
        String topic = "group-rooms-" + version.name();
        cluster.createTopic(topic, QUEUES);
        EventLog first = new EventLog();
        EventLog second = new EventLog();
        String[] rooms = {"--strategy", "rooms", "--rooms", "east,west"};
        try (EventProcess one = start(stock, topic, "a", first, rooms);
                EventProcess two = start(stock, topic, "b", second, rooms)) {
            awaitDivision(stock, topic, first, EAST, second, WEST);
            killALeader(() -> awaitDivision(stock, topic, first, EAST, second, WEST));
            two.end(TIMEOUT);
            awaitDivision(stock, topic, first, BOTH, second, Set.of());
            one.end(TIMEOUT);
        }
    }

    private void killALeader(Runnable meanwhile) {
        int victim = cluster.leader(0).orElseThrow();
        cluster.kill(victim);
        cluster.awaitLeaders();
        meanwhile.run();
        cluster.startNode(victim);
        cluster.awaitAllRegistered();
    }

    private EventProcess start(StockClient stock, String topic, String instance, EventLog log, String... more) {
        EventProcess consumer = stock.start(
                "StockModesConsumer",
                log,
                Arguments.of(
                        more,
                        "--topic",
                        topic,
                        "--group",
                        topic,
                        "--instance",
                        instance,
                        "--poll-ms",
                        "1000",
                        "--rebalance-ms",
                        "1000"));
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
