package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.client.compression.Compression;
import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendReceipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own SDK against a real cluster. */
@ExtendWith(SharedCluster.class)
class SdkIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ClusterHarness harness;
    private final LocalCluster cluster;

    SdkIT(ClusterHarness harness) {
        this.harness = harness;
        this.cluster = harness.cluster();
    }

    @Test
    void everySendSucceedsAcrossAKilledLeaderAndEveryMessageIsConsumed() {
        cluster.createTopic("sdk", 4);
        Set<String> consumed = ConcurrentHashMap.newKeySet();
        List<String> acknowledged = new ArrayList<>();
        int victim = cluster.leader(0).orElseThrow();
        try (PushConsumer consumer = consumer(consumed);
                Producer producer = producer()) {
            send(producer, acknowledged, 200);
            cluster.kill(victim);
            send(producer, acknowledged, 200);
            cluster.await().until("all messages to be consumed", TIMEOUT, () -> consumed.containsAll(acknowledged));
        } finally {
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
        }
        assertEquals(400, acknowledged.size());
    }

    @Test
    void failedConsumptionComesBackUntilItSucceeds() {
        cluster.createTopic("sdk-retry", 1);
        Set<String> attempts = ConcurrentHashMap.newKeySet();
        try (PushConsumer consumer = PushConsumer.builder()
                        .nameservers(cluster.spec().namesrvAddress())
                        .group("sdk-retry")
                        .subscribe("sdk-retry", "*")
                        .startAt(StartPosition.EARLIEST)
                        .listener(message -> {
                            attempts.add(message.text() + message.reconsumeTimes());
                            return message.reconsumeTimes() == 0 ? ConsumeOutcome.RETRY_LATER : ConsumeOutcome.CONSUMED;
                        })
                        .start();
                Producer producer = producer()) {
            producer.send(Message.of("sdk-retry", "a"));
            cluster.await().until("the second attempt", TIMEOUT, () -> attempts.containsAll(Set.of("a0", "a1")));
        }
    }

    @Test
    void everyReceiptOfABatchSaysWhereItsMessageIs() {
        cluster.createTopic("sdk-batches", 4);
        Map<String, String> places = new ConcurrentHashMap<>();
        List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
        try (PushConsumer consumer = PushConsumer.builder()
                        .nameservers(cluster.spec().namesrvAddress())
                        .group("sdk-batches")
                        .subscribe("sdk-batches", "*")
                        .startAt(StartPosition.EARLIEST)
                        .batchListener(32, messages -> {
                            messages.forEach(message -> places.put(
                                    message.messageId(), message.queue().queueId() + ":" + message.queueOffset()));
                            return ConsumeOutcome.CONSUMED;
                        })
                        .start();
                Producer producer = producer()) {
            for (int i = 0; i < 2_000; i++) {
                sent.add(producer.sendAsync(Message.of("sdk-batches", "m" + i)));
            }
            sent.forEach(CompletableFuture::join);
            cluster.await().until("all messages to be consumed", TIMEOUT, () -> places.size() == 2_000);
        }
        for (CompletableFuture<SendReceipt> future : sent) {
            SendReceipt receipt = future.join();
            assertEquals(receipt.queue().queueId() + ":" + receipt.queueOffset(), places.get(receipt.messageId()));
        }
        assertEquals(2_000, Set.copyOf(places.values()).size());
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void stockConsumersReadWhatIsCompressed(Compression compression) {
        String topic = "sdk-" + compression;
        cluster.createTopic(topic, 1);
        Map<String, String> crcs = new HashMap<>();
        List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
        try (Producer producer = Producer.builder()
                .nameservers(cluster.spec().namesrvAddress())
                .group("sdk-producer")
                .compression(compression)
                .build()) {
            for (int i = 0; i < 100; i++) {
                byte[] body = ("message " + i + ", ").repeat(10 + 10 * i).getBytes(StandardCharsets.UTF_8);
                sent.add(producer.sendAsync(Message.of(topic, body).withProperty("systest_id", "m" + i)));
                CRC32 crc = new CRC32();
                crc.update(body);
                crcs.put("m" + i, Long.toString(crc.getValue()));
            }
            sent.forEach(CompletableFuture::join);
        }
        EventLog log = new EventLog();
        StockClient stock = harness.stock(StockVersion.V5_5_0);
        try (EventProcess consumer = stock.start("StockPushConsumer", log, "--topic", topic, "--group", topic)) {
            cluster.await()
                    .until("all messages", TIMEOUT, () -> log.ids("consumed").size() >= 100);
            consumer.end(TIMEOUT);
        }
        log.of("consumed").forEach(event -> assertEquals(crcs.get(event.get("id")), event.get("bodyCrc")));
    }

    private Producer producer() {
        return Producer.builder()
                .nameservers(cluster.spec().namesrvAddress())
                .group("sdk-producer")
                .build();
    }

    private PushConsumer consumer(Set<String> consumed) {
        return PushConsumer.builder()
                .nameservers(cluster.spec().namesrvAddress())
                .group("sdk-consumer")
                .subscribe("sdk", "*")
                .startAt(StartPosition.EARLIEST)
                .listener(message -> {
                    consumed.add(message.text());
                    return ConsumeOutcome.CONSUMED;
                })
                .start();
    }

    private static void send(Producer producer, List<String> acknowledged, int count) {
        for (int i = 0; i < count; i++) {
            String text = "m" + acknowledged.size();
            producer.send(Message.of("sdk", text));
            acknowledged.add(text);
        }
    }
}
