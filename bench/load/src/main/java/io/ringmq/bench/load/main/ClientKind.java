package io.ringmq.bench.load.main;

import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.kafka.KafkaClient;
import io.ringmq.bench.load.nats.NatsClient;
import io.ringmq.bench.load.ringmq.RingMqClient;
import io.ringmq.bench.load.rocketmq.RocketMqClient;

/** The client libraries; one of them is on the class path. */
enum ClientKind {
    ROCKETMQ {
        @Override
        LoadClient connect(Endpoint endpoint) {
            return new RocketMqClient(endpoint);
        }
    },
    RINGMQ {
        @Override
        LoadClient connect(Endpoint endpoint) {
            return new RingMqClient(endpoint, false);
        }
    },
    RINGMQ_IDEMPOTENT {
        @Override
        LoadClient connect(Endpoint endpoint) {
            return new RingMqClient(endpoint, true);
        }
    },
    KAFKA {
        @Override
        LoadClient connect(Endpoint endpoint) {
            return new KafkaClient(endpoint);
        }
    },
    NATS {
        @Override
        LoadClient connect(Endpoint endpoint) {
            return new NatsClient(endpoint);
        }
    };

    abstract LoadClient connect(Endpoint endpoint);
}
