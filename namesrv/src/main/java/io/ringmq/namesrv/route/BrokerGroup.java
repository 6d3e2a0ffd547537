package io.ringmq.namesrv.route;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known under one broker name. Immutable. A group without members holds no topics; it is remembered for
 * its highest term only.
 *
 * @param lastChangeMs time of the last event that changed the members
 */
record BrokerGroup(String brokerName, String cluster, Members members, PublishedTopics topics, long lastChangeMs) {

    static BrokerGroup unknown(BrokerIdentity broker, long nowMs) {
        return new BrokerGroup(broker.brokerName(), broker.cluster(), Members.NONE, PublishedTopics.NONE, nowMs);
    }

    BrokerGroup admit(Registration registration, long nowMs) {
        PublishedTopics published = registration.claimsLeadership() ? topics.publish(registration) : topics;
        String registeredCluster = registration.broker().cluster();
        return new BrokerGroup(brokerName, registeredCluster, members.admit(registration, nowMs), published, nowMs);
    }

    BrokerGroup withMembers(Members changed, long nowMs) {
        if (changed.equals(members)) {
            return this;
        }
        PublishedTopics kept = changed.isEmpty() ? PublishedTopics.NONE : topics;
        return new BrokerGroup(brokerName, cluster, changed, kept, nowMs);
    }

    BrokerGroup withTopics(PublishedTopics changed) {
        return new BrokerGroup(brokerName, cluster, members, changed, lastChangeMs);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    BrokerAddresses addresses() {
        SortedMap<Long, String> byId = members.addressById();
        return new BrokerAddresses(cluster, brokerName, byId);
    }

    @Nullable
    Replica leader() {
        return members.leader();
    }
}
