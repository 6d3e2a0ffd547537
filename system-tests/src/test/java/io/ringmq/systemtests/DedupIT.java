package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stock producers that lose answers and repeat their sends, while the leader dies and while all nodes do. */
@ExtendWith(SharedCluster.class)
class DedupIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int SOME = 200;
    private static final String ONCE = "stored-once";
    private static final String PLAIN = "stored-often";

    private final ClusterHarness harness;
    private final LocalCluster cluster;

    DedupIT(ClusterHarness harness) {
        this.harness = harness;
        this.cluster = harness.cluster();
    }

    @Test
    void whatProducersRepeatIsStoredOnce() {
        cluster.createTopic(PLAIN, 4);
        createDeduplicated();
        EventLog old = new EventLog();
        EventLog recent = new EventLog();
        EventLog plain = new EventLog();
        try (EventProcess first = stream(StockVersion.V4_9_8, old, ONCE);
                EventProcess second = stream(StockVersion.V5_5_0, recent, ONCE);
                EventProcess third = stream(StockVersion.V5_5_0, plain, PLAIN)) {
            awaitMore(old, recent, plain);
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            awaitMore(old, recent, plain);
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            IntStream.range(0, 3).forEach(cluster::kill);
            IntStream.range(0, 3).forEach(cluster::startNode);
            cluster.awaitAllRegistered();
            awaitMore(old, recent, plain);
            first.end(TIMEOUT);
            second.end(TIMEOUT);
            third.end(TIMEOUT);
        }
        List<Event> stored = stored(ONCE);
        Set<String> places = new HashSet<>();
        stored.forEach(message -> places.add(place(message)));
        assertEquals(new TreeSet<>(ids(stored)).size(), stored.size(), "messages of " + ONCE + " are stored twice");
        for (EventLog log : List.of(old, recent)) {
            log.of("acked").forEach(acked -> assertTrue(places.contains(place(acked)), "not there: " + acked));
        }
        List<String> often = ids(stored(PLAIN));
        assertTrue(new TreeSet<>(often).size() < often.size(), "no answer was lost, so this has shown nothing");
        assertTrue(often.containsAll(plain.ids("acked")));
    }

    private void createDeduplicated() {
        String created = harness.stock(StockVersion.V5_5_0)
                .mqadmin(
                        TIMEOUT,
                        "updateTopic",
                        "-c",
                        "RingMQ",
                        "-t",
                        ONCE,
                        "-r",
                        "4",
                        "-w",
                        "4",
                        "-a",
                        "+deduplication=true");
        assertFalse(created.contains("Exception"), created);
    }

    private void awaitMore(EventLog... senders) {
        for (EventLog sender : senders) {
            int before = sender.of("acked").size();
            cluster.await().until("sends", TIMEOUT, () -> sender.of("acked").size() >= before + SOME);
        }
    }

    private EventProcess stream(StockVersion version, EventLog log, String topic) {
        return harness.stock(version)
                .start(
                        "StockStream",
                        log,
                        "--topic",
                        topic,
                        "--poll-ms",
                        "1000",
                        "--pause-ms",
                        "10",
                        "--lose-every",
                        "5",
                        "--group",
                        topic + "-" + version.name(),
                        "--prefix",
                        version + "-");
    }

    private List<Event> stored(String topic) {
        return harness.stock(StockVersion.V5_5_0)
                .run("StockPullConsumer", TIMEOUT, "--topic", topic, "--group", "counting")
                .of("consumed");
    }

    private static List<String> ids(List<Event> messages) {
        return messages.stream().map(message -> message.get("id")).toList();
    }

    /** What an answer says, and where the message is. */
    private static String place(Event message) {
        return message.get("id") + " in " + message.get("queue") + " at " + message.get("offset");
    }
}
