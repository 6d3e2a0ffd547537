package io.ringmq.namesrv.route;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of one broker group and which of them is its leader. Immutable.
 *
 * <p><b>Fencing.</b> Broker id 0 is taken or kept only by a registration whose term is at least the highest term that
 * ever held it here, so that what a deposed leader sent late changes nothing.
 *
 * <p><b>Between leaders.</b> Stock producers fail, some of them without a retry, when a route lacks id 0. The address
 * of a leader that disconnected or stepped down therefore stays id 0 until the next leader registers, as long as
 * another replica is alive, and at most for the leader's own timeout after it was last heard as a leader: connecting
 * to it fails, or it answers "not the leader", and both make clients try again. Groups without terms (term 0) lose id
 * 0 at once, as with Apache RocketMQ.
 *
 * @param byAddress replicas believed alive
 * @param leader the last leader registered, which may be gone from {@code byAddress}; null if none is to be shown
 * @param highestTerm highest term seen in a registration under id 0
 */
record Members(
        SortedMap<String, Replica> byAddress, @Nullable Replica leader, long highestTerm) {
    static final Members NONE = new Members(Collections.emptySortedMap(), null, 0);

    /** Members after a registration that is not {@link #outdated}. */
    Members admit(Registration registration, long nowMs) {
        BrokerIdentity broker = registration.broker();
        Replica replica = Replica.registered(registration, nowMs);
        SortedMap<String, Replica> next = new TreeMap<>(byAddress);
        next.values().removeIf(other -> other.broker().brokerId() == broker.brokerId());
        next.put(broker.address(), replica);
        boolean leads = replica.isLeader();
        return settled(next, leads ? replica : leader, leads ? Math.max(highestTerm, replica.term()) : highestTerm);
    }

    /** True if a newer registration was seen: of any leader for a claim of id 0, else of the same address. */
    boolean outdated(Registration registration) {
        long term = registration.version().term();
        if (registration.claimsLeadership() && term < highestTerm) {
            return true;
        }
        Replica present = byAddress.get(registration.address());
        return present != null && term < present.term();
    }

    /** Members after a sign of life; unchanged if the address is not registered. */
    Members seen(String address, String connectionId, long nowMs) {
        Replica present = byAddress.get(address);
        if (present == null) {
            return this;
        }
        SortedMap<String, Replica> next = new TreeMap<>(byAddress);
        Replica seen = present.seen(connectionId, nowMs);
        next.put(address, seen);
        return settled(next, seen.isLeader() ? seen : leader, highestTerm);
    }

    /** Members without the replicas that match. */
    Members without(Predicate<Replica> gone) {
        if (byAddress.values().stream().noneMatch(gone)) {
            return this;
        }
        SortedMap<String, Replica> next = new TreeMap<>(byAddress);
        next.values().removeIf(gone);
        return settled(next, leader, highestTerm);
    }

    /** Members without the replicas, and without the departed leader, that were silent for too long. */
    Members expire(long nowMs) {
        Members alive = without(replica -> replica.expired(nowMs));
        Replica shown = alive.leader;
        boolean keep = shown == null || !shown.expired(nowMs);
        return keep ? alive : new Members(alive.byAddress, null, highestTerm);
    }

    /** Address by broker id as clients are to see them; an address appears once. */
    SortedMap<Long, String> addressById() {
        SortedMap<Long, String> addresses = new TreeMap<>();
        for (Replica replica : byAddress.values()) {
            addresses.put(replica.broker().brokerId(), replica.broker().address());
        }
        if (leader != null) {
            String shown = leader.broker().address();
            addresses.values().removeIf(shown::equals);
            addresses.put(BrokerIdentity.LEADER_ID, shown);
        }
        return addresses;
    }

    /**
     * Address of the live follower behind the standby name: of those that offer to be it, else of all, the one with the
     * lowest id, so that it changes seldom.
     */
    Optional<String> standby() {
        List<String> followers = addressById().entrySet().stream()
                .filter(entry -> entry.getKey() != BrokerIdentity.LEADER_ID)
                .map(Map.Entry::getValue)
                .toList();
        Optional<String> willing = followers.stream().filter(this::mayBeStandby).findFirst();
        return willing.or(() -> followers.stream().findFirst());
    }

    private boolean mayBeStandby(String address) {
        Replica replica = byAddress.get(address);
        return replica != null && replica.mayBeStandby();
    }

    boolean isEmpty() {
        return byAddress.isEmpty();
    }

    private static Members settled(SortedMap<String, Replica> next, @Nullable Replica leader, long highestTerm) {
        boolean keep = leader != null && (leads(next, leader) || standsIn(next, leader));
        return new Members(Collections.unmodifiableSortedMap(next), keep ? leader : null, highestTerm);
    }

    private static boolean leads(SortedMap<String, Replica> replicas, Replica leader) {
        Replica present = replicas.get(leader.broker().address());
        return present != null && present.isLeader();
    }

    /** Whether a leader that is none any more stays visible as one. */
    private static boolean standsIn(SortedMap<String, Replica> replicas, Replica leader) {
        String address = leader.broker().address();
        return leader.term() > 0 && replicas.keySet().stream().anyMatch(other -> !other.equals(address));
    }
}
