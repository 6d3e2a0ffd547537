package io.ringmq.bench.load.ringmq;

import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.client.compression.Compression;
import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.ProducerBuilder;
import java.time.Duration;

/** Our SDK. The producer takes the queues in turn, the push consumer is as it comes. */
public final class RingMqClient implements LoadClient {
    /** The load must not fail for its own queueing, as with the other clients. */
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);

    private final Endpoint endpoint;
    private final boolean idempotent;

    /** @param idempotent whether producers number their messages, so that a repeated send is stored once */
    public RingMqClient(Endpoint endpoint, boolean idempotent) {
        this.endpoint = endpoint;
        this.idempotent = idempotent;
    }

    @Override
    public Sender openSender(Tuning tuning, String name) {
        ProducerBuilder builder = Producer.builder()
                .nameservers(endpoint.address())
                .group("load-" + name)
                .idempotent(idempotent)
                .compression(compression(tuning.compression()))
                // Who asks for compression here wants to see what it costs, whatever the size.
                .compressFrom(1);
        if (tuning.style() != Tuning.Style.DEFAULTS) {
            builder.timeout(SEND_TIMEOUT);
        }
        return new RingMqSender(builder.build(), endpoint.topic());
    }

    private static Compression compression(Tuning.Compression wanted) {
        return switch (wanted) {
            case NONE -> Compression.NONE;
            case LZ4 -> Compression.LZ4;
            case ZSTD -> Compression.ZSTD;
        };
    }

    @Override
    public Receiver openReceiver(String group, MessageHandler handler) {
        PushConsumer consumer = PushConsumer.builder()
                .nameservers(endpoint.address())
                .group(group)
                .subscribe(endpoint.topic(), "*")
                .startAt(StartPosition.EARLIEST)
                .listener(message -> {
                    handler.onMessage(message.body());
                    return ConsumeOutcome.CONSUMED;
                })
                .start();
        return consumer::close;
    }
}
