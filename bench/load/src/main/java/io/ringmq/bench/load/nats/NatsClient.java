package io.ringmq.bench.load.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.client.Tuning;
import java.io.IOException;
import java.time.Duration;

/** The NATS client with JetStream. Queue i of a topic is the stream TOPIC-i with the subject TOPIC.i. */
public final class NatsClient implements LoadClient {
    /** The load must not fail for its own queueing, as with the other clients. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private static final int FOREVER = -1;

    private final Endpoint endpoint;

    public NatsClient(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    static String subject(String topic, int queue) {
        return topic + "." + queue;
    }

    static String stream(String topic, int queue) {
        return topic + "-" + queue;
    }

    @Override
    public Sender openSender(Tuning tuning, String name) {
        if (tuning.compression() != Tuning.Compression.NONE) {
            throw new IllegalArgumentException("the NATS client does not compress; leave --compression out");
        }
        JetStreamOptions.Builder options = JetStreamOptions.builder();
        if (tuning.style() != Tuning.Style.DEFAULTS) {
            options.requestTimeout(REQUEST_TIMEOUT);
        }
        Connection connection = connect(name);
        try {
            return new NatsSender(connection, connection.jetStream(options.build()), endpoint);
        } catch (IOException e) {
            throw new IllegalStateException("no JetStream at " + endpoint.address(), e);
        }
    }

    @Override
    public Receiver openReceiver(String group, MessageHandler handler) {
        try {
            return NatsReceiver.start(connect(group), endpoint, group, handler);
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException("no consumer at " + endpoint.address(), e);
        }
    }

    private Connection connect(String name) {
        Options options = Options.builder()
                .server(endpoint.address())
                .connectionName(name)
                // A system under test may be stopped while another is measured.
                .maxReconnects(FOREVER)
                .build();
        try {
            return Nats.connect(options);
        } catch (IOException e) {
            throw new IllegalStateException("no NATS server at " + endpoint.address(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while connecting", e);
        }
    }
}
