package io.ringmq.bench.load.rocketmq;

import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.client.Tuning;
import java.nio.ByteBuffer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;

/** The stock RocketMQ client. The producer takes the queues in turn, the consumer is the push consumer as it comes. */
public final class RocketMqClient implements LoadClient {
    /** The load must not fail for its own queueing; the client's default is 3 s. */
    private static final int ROUTE_POLL_MS = 1_000;

    private static final int SEND_TIMEOUT_MS = 10_000;

    private final Endpoint endpoint;

    public RocketMqClient(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Sender openSender(Tuning tuning, String name) {
        if (tuning.compression() != Tuning.Compression.NONE) {
            throw new IllegalArgumentException("the RocketMQ client compresses bodies over 4 KiB by itself; it has no "
                    + "--compression " + tuning.compression());
        }
        DefaultMQProducer producer = new DefaultMQProducer("load-" + name);
        producer.setNamesrvAddr(endpoint.address());
        // Instances of one name would share their connections.
        producer.setInstanceName(name);
        if (tuning.style() != Tuning.Style.DEFAULTS) {
            producer.setSendMsgTimeout(SEND_TIMEOUT_MS);
            // A system that was stopped between two windows may have another leader.
            producer.setPollNameServerInterval(ROUTE_POLL_MS);
        }
        try {
            producer.start();
        } catch (MQClientException e) {
            throw new IllegalStateException("the producer does not start", e);
        }
        return new RocketMqSender(producer, endpoint.topic());
    }

    @Override
    public Receiver openReceiver(String group, MessageHandler handler) {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        consumer.setNamesrvAddr(endpoint.address());
        consumer.setInstanceName(group);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            messages.forEach(message -> handler.onMessage(ByteBuffer.wrap(message.getBody())));
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        try {
            consumer.subscribe(endpoint.topic(), "*");
            consumer.start();
        } catch (MQClientException e) {
            throw new IllegalStateException("the consumer does not start", e);
        }
        return consumer::shutdown;
    }
}
