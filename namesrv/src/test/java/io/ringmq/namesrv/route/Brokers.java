package io.ringmq.namesrv.route;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds registrations for tests. */
final class Brokers {
    static final String CLUSTER = "c";
    static final String RING = "r0";
    static final TopicQueues FOUR = new TopicQueues(4, 4, TopicQueues.READ | TopicQueues.WRITE, 0);

    private Brokers() {}

    /** A registration of the ring r0 over a connection named like the address. */
    static Registration broker(String address, long brokerId, long term, String... topics) {
        return on(RING, address, brokerId, new TopicVersion(term, 1, 1), topics);
    }

    static Registration on(String ring, String address, long brokerId, TopicVersion version, String... topics) {
        BrokerIdentity broker = new BrokerIdentity(CLUSTER, ring, brokerId, address, "ha-" + address, 0);
        return new Registration(broker, version, queues(topics), address, true);
    }

    /** The same registration of a broker that does not offer to be the standby. */
    static Registration unwilling(Registration registration) {
        return new Registration(
                registration.broker(),
                registration.version(),
                registration.topics(),
                registration.connectionId(),
                false);
    }

    static Map<String, TopicQueues> queues(String... topics) {
        return Arrays.stream(topics).collect(Collectors.toMap(topic -> topic, topic -> FOUR));
    }
}
