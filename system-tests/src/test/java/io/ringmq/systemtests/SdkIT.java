package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our own SDK against a real cluster. */
@ExtendWith(SharedCluster.class)
class SdkIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final LocalCluster cluster;

    SdkIT(ClusterHarness harness) {
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
