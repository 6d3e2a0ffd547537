package io.ringmq.bench.load.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.client.Receiver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A durable push consumer per stream, all on one connection and one thread. Acknowledges many messages at once, which is
 * what comes closest to the offsets that the other systems commit, and is cheaper than message by message.
 *
 * <p>The consumers have as many replicas as their stream, which is the server's default and what makes a group survive a
 * node as it does elsewhere; the server then replicates what it delivers, and a backlog takes about four times as long to
 * read as with one replica.
 */
final class NatsReceiver implements Receiver {
    private static final int MESSAGES_PER_ACK = 256;
    private static final int MAX_UNACKED = 16 * MESSAGES_PER_ACK;

    /** The last messages before a pause are not acknowledged, and must not come again for that. */
    private static final Duration ACK_WAIT = Duration.ofMinutes(30);

    private final Connection connection;
    private final MessageHandler handler;

    private NatsReceiver(Connection connection, MessageHandler handler) {
        this.connection = connection;
        this.handler = handler;
    }

    static Receiver start(Connection connection, Endpoint endpoint, String group, MessageHandler handler)
            throws IOException, JetStreamApiException {
        NatsReceiver receiver = new NatsReceiver(connection, handler);
        JetStream jetStream = connection.jetStream();
        Dispatcher dispatcher = connection.createDispatcher();
        for (int queue = 0; queue < endpoint.queues(); queue++) {
            ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                    .durable(group + "-" + queue)
                    .deliverPolicy(DeliverPolicy.All)
                    .ackPolicy(AckPolicy.All)
                    .ackWait(ACK_WAIT)
                    .maxAckPending(MAX_UNACKED)
                    .build();
            jetStream.subscribe(
                    NatsClient.subject(endpoint.topic(), queue),
                    dispatcher,
                    receiver::take,
                    false,
                    PushSubscribeOptions.builder().stream(NatsClient.stream(endpoint.topic(), queue))
                            .configuration(configuration)
                            .build());
        }
        return receiver;
    }

    private void take(Message message) {
        handler.onMessage(ByteBuffer.wrap(message.getData()));
        if (message.metaData().consumerSequence() % MESSAGES_PER_ACK == 0) {
            message.ack();
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
