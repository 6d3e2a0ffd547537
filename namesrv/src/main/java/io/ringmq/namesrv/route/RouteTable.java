package io.ringmq.namesrv.route;

import io.ringmq.namesrv.route.RegistrationResult.Refusal;
import io.ringmq.remoting.message.BrokerNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which brokers are alive and which topics they serve: an immutable value. Every event makes a new table from this
 * one and the time, and nothing else; readers of one table see one consistent state.
 *
 * <p>Times are milliseconds of any clock that does not go back. The rules for leaders are those of a Raft group whose
 * members register with their term; brokers that know no terms register with term 0 and are treated as Apache
 * RocketMQ's nameserver treats them.
 */
public final class RouteTable {
    /** Broker names known at once, remembered ones included. */
    public static final int MAX_BROKER_NAMES = 4_096;

    /** Replicas of one broker group. */
    public static final int MAX_REPLICAS = 64;

    /** Topics of one broker group. */
    public static final int MAX_TOPICS = 500_000;

    /**
     * How long the highest term of a broker name is remembered once no replica is left. A ring set up anew under an
     * old name, with terms that start over, is refused a leader until then.
     */
    public static final long TERM_MEMORY_MS = 600_000;

    /** Nothing registered. */
    public static final RouteTable EMPTY = new RouteTable(Collections.emptySortedMap());

    private final SortedMap<String, BrokerGroup> groups;

    private RouteTable(SortedMap<String, BrokerGroup> groups) {
        this.groups = Collections.unmodifiableSortedMap(groups);
    }

    /** A broker registers, for the first time or again. */
    public RegistrationResult register(Registration registration, long nowMs) {
        BrokerIdentity broker = registration.broker();
        BrokerGroup known = groups.get(broker.brokerName());
        BrokerGroup group = known == null ? BrokerGroup.unknown(broker, nowMs) : known;
        Refusal refusal = refusal(registration, group);
        if (refusal != null) {
            return new RegistrationResult(this, refusal, identityOf(group.leader()));
        }
        BrokerGroup next = group.admit(registration, nowMs);
        return new RegistrationResult(with(next), null, identityOf(next.leader()));
    }

    /** A broker says goodbye. The address counts, not the id it believes it has. */
    public RouteTable unregister(String brokerName, String address, long nowMs) {
        return change(
                brokerName,
                group -> group.withMembers(
                        group.members()
                                .without(replica -> replica.broker().address().equals(address)),
                        nowMs));
    }

    /** A sign of life of a registered broker; ignored if the broker is unknown. */
    public RouteTable heartbeat(String brokerName, String address, String connectionId, long nowMs) {
        return change(
                brokerName, group -> group.withMembers(group.members().seen(address, connectionId, nowMs), nowMs));
    }

    /** A connection ended, and with it every broker last heard over it. */
    public RouteTable connectionClosed(String connectionId, long nowMs) {
        return changeAll(group -> group.withMembers(
                group.members().without(replica -> replica.connectionId().equals(connectionId)), nowMs));
    }

    /** Time has passed: removes brokers that were silent for too long and forgets the terms of lost groups. */
    public RouteTable scan(long nowMs) {
        RouteTable alive = changeAll(group -> group.withMembers(group.members().expire(nowMs), nowMs));
        SortedMap<String, BrokerGroup> kept = new TreeMap<>(alive.groups);
        kept.values().removeIf(group -> group.isEmpty() && nowMs - group.lastChangeMs() >= TERM_MEMORY_MS);
        return new RouteTable(kept);
    }

    /** Takes the permission to write to a broker group's topics away until it is added again or the group is gone. */
    public RouteTable wipeWritePermission(String brokerName) {
        return change(brokerName, group -> group.withTopics(group.topics().withWriteWiped(true)));
    }

    /** Undoes {@link #wipeWritePermission}. */
    public RouteTable addWritePermission(String brokerName) {
        return change(brokerName, group -> group.withTopics(group.topics().withWriteWiped(false)));
    }

    /**
     * Removes a topic; it returns when a leader that still has it registers changed topics.
     *
     * @param cluster cluster to remove it from, null for all
     */
    public RouteTable deleteTopic(String topic, @Nullable String cluster) {
        return changeAll(group -> {
            boolean concerned = cluster == null || cluster.equals(group.cluster());
            boolean present = group.topics().byName().containsKey(topic);
            return concerned && present ? group.withTopics(group.topics().without(topic)) : group;
        });
    }

    /**
     * The broker groups that serve a topic, by broker name; empty if nobody does. A ring appears a second time under its
     * {@linkplain BrokerNames#standby standby name}, with one follower and one queue that can only be written.
     */
    public List<TopicLocation> route(String topic) {
        List<TopicLocation> locations = new ArrayList<>();
        for (BrokerGroup group : groups.values()) {
            TopicQueues queues = group.topics().queues(topic);
            if (queues != null) {
                locations.add(new TopicLocation(group.addresses(), queues));
                group.standby(queues).ifPresent(locations::add);
            }
        }
        return locations;
    }

    /** Every broker group with a live replica, by broker name. */
    public List<BrokerAddresses> brokers() {
        return groups.values().stream()
                .filter(group -> !group.isEmpty())
                .map(BrokerGroup::addresses)
                .toList();
    }

    /** The replicas of one broker group, if any is alive. */
    public Optional<BrokerAddresses> brokers(String brokerName) {
        BrokerGroup group = groups.get(brokerName);
        return group == null || group.isEmpty() ? Optional.empty() : Optional.of(group.addresses());
    }

    /**
     * The names of the topics served, in order.
     *
     * @param cluster cluster whose topics are wanted, null for those of all clusters
     */
    public SortedSet<String> topics(@Nullable String cluster) {
        SortedSet<String> names = new TreeSet<>();
        for (BrokerGroup group : groups.values()) {
            if (cluster == null || cluster.equals(group.cluster())) {
                names.addAll(group.topics().byName().keySet());
            }
        }
        return names;
    }

    /** The names of all topics that some broker group has with flags of a kind. */
    public SortedSet<String> topicsWith(IntPredicate sysFlag) {
        SortedSet<String> names = new TreeSet<>();
        for (BrokerGroup group : groups.values()) {
            group.topics().byName().forEach((name, queues) -> {
                if (sysFlag.test(queues.sysFlag())) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    /** Number of topics a broker group has published. */
    public int topicCount(String brokerName) {
        BrokerGroup group = groups.get(brokerName);
        return group == null ? 0 : group.topics().byName().size();
    }

    /** The version under which a broker registered last; empty if it is not registered. */
    public Optional<TopicVersion> version(String brokerName, String address) {
        BrokerGroup group = groups.get(brokerName);
        Replica replica = group == null ? null : group.members().byAddress().get(address);
        return Optional.ofNullable(replica).map(Replica::version);
    }

    /** Highest term in which broker id 0 was held under a broker name; 0 if that is not known. */
    public long highestTerm(String brokerName) {
        BrokerGroup group = groups.get(brokerName);
        return group == null ? 0 : group.members().highestTerm();
    }

    private @Nullable Refusal refusal(Registration registration, BrokerGroup group) {
        if (!group.isEmpty() && !group.cluster().equals(registration.broker().cluster())) {
            return Refusal.NAME_TAKEN;
        }
        if (group.members().outdated(registration)) {
            return Refusal.OUTDATED;
        }
        boolean fits = registration.topics().size() <= MAX_TOPICS
                && (group.members().byAddress().containsKey(registration.address())
                        || group.members().byAddress().size() < MAX_REPLICAS);
        return fits && hasRoomFor(group) ? null : Refusal.TABLE_FULL;
    }

    private boolean hasRoomFor(BrokerGroup group) {
        return groups.containsKey(group.brokerName())
                || groups.size() < MAX_BROKER_NAMES
                || groups.values().stream().anyMatch(BrokerGroup::isEmpty);
    }

    private RouteTable with(BrokerGroup group) {
        SortedMap<String, BrokerGroup> next = new TreeMap<>(groups);
        next.put(group.brokerName(), group);
        if (next.size() > MAX_BROKER_NAMES) {
            next.values().stream()
                    .filter(BrokerGroup::isEmpty)
                    .min(Comparator.comparingLong(BrokerGroup::lastChangeMs))
                    .ifPresent(eldest -> next.remove(eldest.brokerName()));
        }
        return new RouteTable(next);
    }

    private RouteTable change(String brokerName, UnaryOperator<BrokerGroup> transition) {
        BrokerGroup group = groups.get(brokerName);
        BrokerGroup next = group == null ? null : transition.apply(group);
        return next == null || next.equals(group) ? this : with(next);
    }

    private RouteTable changeAll(UnaryOperator<BrokerGroup> transition) {
        SortedMap<String, BrokerGroup> next = new TreeMap<>(groups);
        next.replaceAll((name, group) -> transition.apply(group));
        return next.equals(groups) ? this : new RouteTable(next);
    }

    private static @Nullable BrokerIdentity identityOf(@Nullable Replica leader) {
        return leader == null ? null : leader.broker();
    }
}
