package io.ringmq.namesrv.route;

import io.ringmq.remoting.message.BrokerNames;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** The group as producers may use it when its leader does not answer; only rings (term above 0) pass messages on. */
    Optional<TopicLocation> standby(TopicQueues queues) {
        boolean passesOn = members.highestTerm() > 0 && (queues.permissions() & TopicQueues.WRITE) != 0;
        return passesOn ? members.standby().map(this::standbyAt) : Optional.empty();
    }

    private TopicLocation standbyAt(String address) {
        SortedMap<Long, String> byId = new TreeMap<>(Map.of(BrokerIdentity.LEADER_ID, address));
        BrokerAddresses brokers = new BrokerAddresses(cluster, BrokerNames.standby(brokerName), byId);
        return new TopicLocation(brokers, new TopicQueues(0, 1, TopicQueues.WRITE, 0));
    }

    @Nullable
    Replica leader() {
        return members.leader();
    }
}
