package io.ringmq.bench.load.kafka;

import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.client.Receiver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/** A consumer and the thread that polls it, as every Kafka application has. */
final class KafkaReceiver implements Receiver {
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final MessageHandler handler;
    private final CompletableFuture<Void> polling;

    private KafkaReceiver(KafkaConsumer<byte[], byte[]> consumer, String topic, MessageHandler handler) {
        this.consumer = consumer;
        this.handler = handler;
        consumer.subscribe(List.of(topic));
        this.polling = CompletableFuture.runAsync(this::poll, task -> new Thread(task, "kafka-poll").start());
    }

    static Receiver start(KafkaConsumer<byte[], byte[]> consumer, String topic, MessageHandler handler) {
        return new KafkaReceiver(consumer, topic, handler);
    }

    private void poll() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL_TIMEOUT)) {
                    handler.onMessage(ByteBuffer.wrap(message.value()));
                }
            }
        } catch (WakeupException e) {
            // The documented way to end a poll from another thread: close() asks for it.
            return;
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        polling.join();
    }
}
