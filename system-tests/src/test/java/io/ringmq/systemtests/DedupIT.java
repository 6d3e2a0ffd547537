package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendReceipt;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Stock producers that lose answers and repeat their sends, and our SDK whose sends are under way, while the leader dies,
 * hands over, and while all nodes die.
 */
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
        Set<String> ackedToSdk = new TreeSet<>();
        try (EventProcess first = stream(StockVersion.V4_9_8, old, ONCE);
                EventProcess second = stream(StockVersion.V5_5_0, recent, ONCE);
                EventProcess third = stream(StockVersion.V5_5_0, plain, PLAIN);
                Producer sdk = Producer.builder()
                        .nameservers(cluster.spec().namesrvAddress())
                        .group("sdk")
                        .timeout(TIMEOUT)
                        .build()) {
            awaitMore(old, recent, plain);
            for (Disturbance disturbance : Disturbance.values()) {
                Map<String, CompletableFuture<SendReceipt>> underWay = sendAsync(sdk, disturbance.name());
                disturbance.strike(cluster);
                awaitMore(old, recent, plain);
                underWay.values().forEach(CompletableFuture::join);
                ackedToSdk.addAll(underWay.keySet());
                Disturbance.repair(cluster);
            }
            first.end(TIMEOUT);
            second.end(TIMEOUT);
            third.end(TIMEOUT);
        }
        List<Event> stored = harness.stored(ONCE);
        List<String> ids = ids(stored);
        assertEquals(new TreeSet<>(ids).size(), ids.size(), "messages of " + ONCE + " are stored twice");
        assertTrue(ids.containsAll(ackedToSdk), "messages of the SDK are missing");
        Set<String> places = new HashSet<>();
        stored.forEach(message -> places.add(place(message)));
        for (EventLog log : List.of(old, recent)) {
            log.of("acked").forEach(acked -> assertTrue(places.contains(place(acked)), "not there: " + acked));
        }
        List<String> often = ids(harness.stored(PLAIN));
        assertTrue(new TreeSet<>(often).size() < often.size(), "no answer was lost, so this has shown nothing");
        assertTrue(often.containsAll(plain.ids("acked")));
    }

    private static Map<String, CompletableFuture<SendReceipt>> sendAsync(Producer producer, String prefix) {
        Map<String, CompletableFuture<SendReceipt>> underWay = new TreeMap<>();
        for (int i = 0; i < SOME; i++) {
            String id = prefix + "-" + i;
            underWay.put(
                    id, producer.sendAsync(Message.of(ONCE, "body of " + id).withProperty("systest_id", id)));
        }
        return underWay;
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

    private static List<String> ids(List<Event> messages) {
        return messages.stream().map(message -> message.get("id")).toList();
    }

    /** What an answer says, and where the message is. */
    private static String place(Event message) {
        return message.get("id") + " in " + message.get("queue") + " at " + message.get("offset");
    }
}
