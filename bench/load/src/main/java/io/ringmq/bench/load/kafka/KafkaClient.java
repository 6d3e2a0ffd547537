package io.ringmq.bench.load.kafka;

import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.client.Tuning;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Apache Kafka client: the idempotent producer with acks=all, which is its default, and the classic consumer. */
public final class KafkaClient implements LoadClient {
    private static final int PIPELINE_LINGER_MS = 5;
    private static final int PIPELINE_BATCH_BYTES = 16 << 10;

    private final Endpoint endpoint;

    public KafkaClient(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Sender openSender(Tuning tuning, String name) {
        Map<String, Object> settings = producerSettings(tuning);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, endpoint.address());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        return new KafkaSender(producer, endpoint, tuning.style() == Tuning.Style.PIPELINED);
    }

    static Map<String, Object> producerSettings(Tuning tuning) {
        Map<String, Object> settings = new HashMap<>();
        if (tuning.compression() != Tuning.Compression.NONE) {
            settings.put(
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    tuning.compression().name().toLowerCase(Locale.ROOT));
        }
        switch (tuning.style()) {
            case DEFAULTS -> {
                // nothing to set
            }
            case PROMPT -> settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            case PIPELINED -> {
                settings.put(ProducerConfig.LINGER_MS_CONFIG, PIPELINE_LINGER_MS);
                settings.put(ProducerConfig.BATCH_SIZE_CONFIG, PIPELINE_BATCH_BYTES);
            }
            case GROUPED -> {
                settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
                // A group and its overhead: 40 KiB for 32 messages of 1 KiB.
                settings.put(
                        ProducerConfig.BATCH_SIZE_CONFIG, Math.max(PIPELINE_BATCH_BYTES, tuning.groupBytes() / 4 * 5));
            }
        }
        return settings;
    }

    @Override
    public Receiver openReceiver(String group, MessageHandler handler) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, endpoint.address());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return KafkaReceiver.start(consumer, endpoint.topic(), handler);
    }
}
