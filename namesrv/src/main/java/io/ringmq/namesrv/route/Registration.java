package io.ringmq.namesrv.route;

import java.util.Map;

/**
 * A broker's announcement of itself, sent at start, on every leader change and every 30 s.
 *
 * @param broker who registers
 * @param version version of the topics; its term fences claims of broker id 0
 * @param topics every topic of the broker by name; used only from the leader
 * @param connectionId connection it came over: its end is the end of the broker
 * @param mayBeStandby whether it offers to be the follower behind the standby name; one that does not may be all there is
 */
public record Registration(
        BrokerIdentity broker,
        TopicVersion version,
        Map<String, TopicQueues> topics,
        String connectionId,
        boolean mayBeStandby) {

    String address() {
        return broker.address();
    }

    boolean claimsLeadership() {
        return broker.brokerId() == BrokerIdentity.LEADER_ID;
    }
}
