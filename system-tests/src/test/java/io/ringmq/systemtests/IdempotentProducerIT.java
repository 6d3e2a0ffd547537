package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An idempotent producer of the SDK under load while the leader is killed, leadership is handed over and all nodes are
 * killed: counted over the whole log, each message is there once, where its receipt says, and those of a key are in order.
 */
@ExtendWith(SharedCluster.class)
class IdempotentProducerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TOPIC = "idempotent";
    private static final String ID = "systest_id";
    private static final int KEYS = 5;
    private static final int EVERY_MS = 8;
    private static final int SOME = 400;

    private final ClusterHarness harness;
    private final LocalCluster cluster;
    private final Map<String, SendReceipt> acknowledged = new ConcurrentHashMap<>();
    private final List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();

    IdempotentProducerIT(ClusterHarness harness) {
        this.harness = harness;
        this.cluster = harness.cluster();
    }

    @Test
    void everyMessageIsStoredOnceAndThoseOfAKeyInOrder() throws InterruptedException {
        cluster.createTopic(TOPIC, 4);
        ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
        try (Producer producer = Producer.builder()
                .nameservers(cluster.spec().namesrvAddress())
                .group(TOPIC)
                .timeout(TIMEOUT)
                .idempotent(true)
                .build()) {
            ScheduledFuture<?> load =
                    clockwork.scheduleAtFixedRate(() -> sendTwo(producer), 0, EVERY_MS, TimeUnit.MILLISECONDS);
            awaitMore();
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            awaitMore();
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            AdminTool.Outcome transfer = new AdminTool(cluster).run("transfer-leader", "ring-0");
            assertEquals(0, transfer.exitCode(), transfer::toString);
            awaitMore();
            List<Integer> nodes = IntStream.range(0, 3).boxed().toList();
            nodes.forEach(cluster::kill);
            nodes.forEach(cluster::startNode);
            cluster.awaitAllRegistered();
            awaitMore();
            load.cancel(false);
            clockwork.shutdown();
            assertTrue(clockwork.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        } finally {
            clockwork.shutdownNow();
        }
        sent.forEach(CompletableFuture::join);
        assertStoredOnceInOrder(stored());
    }

    /** One to any queue, and one with a key. */
    private void sendTwo(Producer producer) {
        int number = sent.size();
        send(producer, Message.of(TOPIC, "any").withProperty(ID, "any-" + number));
        String key = "key" + number / 2 % KEYS;
        send(
                producer,
                Message.of(TOPIC, "keyed").withProperty(ID, key + "-" + number).withOrderingKey(key));
    }

    private void send(Producer producer, Message message) {
        CompletableFuture<SendReceipt> receipt = producer.sendAsync(message);
        sent.add(receipt.whenComplete((stored, failure) -> {
            if (stored != null) {
                acknowledged.put(message.properties().get(ID), stored);
            }
        }));
    }

    private void awaitMore() {
        int before = acknowledged.size();
        cluster.await().until("sends", TIMEOUT, () -> acknowledged.size() >= before + SOME);
    }

    private List<Event> stored() {
        return harness.stock(StockVersion.V5_5_0)
                .run("StockPullConsumer", TIMEOUT, "--topic", TOPIC, "--group", "counting")
                .of("consumed");
    }

    private void assertStoredOnceInOrder(List<Event> stored) {
        Set<String> ids = new TreeSet<>();
        stored.forEach(message -> assertTrue(ids.add(message.get("id")), () -> message + " is stored twice"));
        assertEquals(new TreeSet<>(acknowledged.keySet()), ids, "all sends were acknowledged");
        assertEquals(sent.size(), ids.size());
        for (Event message : stored) {
            SendReceipt receipt = Objects.requireNonNull(acknowledged.get(message.get("id")));
            assertEquals(receipt.queue().queueId() + "/" + receipt.queueOffset(), place(message), message::toString);
        }
        for (int key = 0; key < KEYS; key++) {
            String prefix = "key" + key + "-";
            List<Integer> numbers = stored.stream()
                    .filter(message -> message.get("id").startsWith(prefix))
                    .sorted(Comparator.comparingLong(message -> message.number("offset")))
                    .map(message -> Integer.valueOf(message.get("id").substring(prefix.length())))
                    .toList();
            assertTrue(numbers.size() > SOME / KEYS / 2, numbers::toString);
            assertEquals(numbers.stream().sorted().toList(), numbers, "the messages of " + prefix);
        }
    }

    private static String place(Event message) {
        return message.get("queue") + "/" + message.get("offset");
    }
}
